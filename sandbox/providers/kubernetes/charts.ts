import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import {
  ARGO_CD_CHART,
  ARGO_HELM_REPOSITORY,
  ARGO_WORKFLOWS_CHART,
  CLUSTER_AUTOSCALER_CHART,
  LOAD_BALANCER_CONTROLLER_CHART,
} from "../../../components/shared/versions";
import { isProperties, isValue, type Properties } from "../value";

/** A chart that the sandbox can install the custom resource definitions of. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  /** It has no definitions, or none that an object of this project is of. */
  readonly withoutDefinitions?: true;
}

const CHARTS: readonly Chart[] = [
  { name: "argo-cd", version: ARGO_CD_CHART, repository: ARGO_HELM_REPOSITORY },
  { name: "argo-workflows", version: ARGO_WORKFLOWS_CHART, repository: ARGO_HELM_REPOSITORY },
  {
    name: "cluster-autoscaler",
    version: CLUSTER_AUTOSCALER_CHART,
    repository: "https://kubernetes.github.io/autoscaler",
    withoutDefinitions: true,
  },
  {
    name: "aws-load-balancer-controller",
    version: LOAD_BALANCER_CONTROLLER_CHART,
    repository: "https://aws.github.io/eks-charts",
    withoutDefinitions: true,
  },
];

const REPOSITORIES = [...new Set(CHARTS.map(({ repository }) => repository))];

/** Files with the custom resource definitions of the charts, by chart name. */
export type ChartCrds = Readonly<Record<string, readonly string[]>>;

/** What a Release asks for. */
export interface ChartWish {
  readonly chart: string;
  /** @default - the newest */
  readonly version?: string;
  /** Address of the repository. Without one, Helm takes the chart for a folder. */
  readonly repository?: string;
}

/** The chart that is asked for, or why there is none, in Helm's words. */
export function findChart(wish: ChartWish): Chart | { readonly problem: string } {
  const { chart, version, repository } = wish;
  if (repository === undefined) {
    return {
      problem: `non-absolute URLs should be in form of repo_name/path_to_chart, got: ${chart}`,
    };
  }
  const inRepository = CHARTS.filter((known) => known.repository === repository.replace(/\/$/, ""));
  if (inRepository.length === 0) {
    return {
      problem: `looks like "${repository}" is not a valid chart repository or cannot be reached: the sandbox has only ${REPOSITORIES.join(", ")}`,
    };
  }
  const found = inRepository.find(
    (known) => known.name === chart && (version === undefined || version === known.version),
  );
  const asked = `chart "${chart}"${version === undefined ? "" : ` version "${version}"`}`;
  const known = inRepository.map(({ name, version }) => `${name} ${version}`).join(", ");
  return (
    found ?? {
      problem: `${asked} not found in ${repository} repository (the sandbox has ${known})`,
    }
  );
}

/** What Helm takes where a Release names no version. */
export const newestVersion = (chart: string): string | undefined =>
  CHARTS.find(({ name }) => name === chart)?.version;

/** Whether the sandbox installs definitions with it. */
export const hasDefinitions = (chart: string): boolean =>
  CHARTS.find(({ name }) => name === chart)?.withoutDefinitions !== true;

/** Reads the objects of YAML files. @throws Error naming the file that holds something else */
export const readObjects = (files: readonly string[]): Properties[] =>
  files.flatMap((file) =>
    parseAllDocuments(readFileSync(file, "utf8")).map((document) => {
      const object: unknown = document.toJS();
      if (isValue(object) && isProperties(object)) return object;
      throw new Error(`${file}: holds something that is no Kubernetes object`);
    }),
  );
