import { OperatorError } from "../../contract";
import type {
  CheckRequest,
  Checked,
  CreateRequest,
  Created,
  DeleteRequest,
  Found,
  ReadRequest,
  ResourceKind,
  UpdateRequest,
} from "../contract";
import { randomSuffix } from "../random-suffix";
import { optionalTextAt, propertiesAt, textAt, type Properties } from "../value";
import type { KubernetesApi } from "./api";
import { hasDefinitions, newestVersion, readObjects, type ChartCrds } from "./charts";
import type { Cluster } from "./cluster";
import { installCrds, type ReleaseName } from "./crds";
import { fromId, idOf } from "./kubernetes-object";
import { bringsCrds, releaseFailures, RELEASE_INPUTS, releaseInputs } from "./release-inputs";
import { deleteRevision, findRevisions, writeRevision, type ReleaseRecord } from "./release-record";

/** What whoever looks at a release of the sandbox should know. */
const SIMULATED =
  "simulated by the sandbox: the chart's custom resource definitions are installed, its workloads do not run";

/**
 * Stands in for Helm: the release has its record, its namespace and the chart's real custom resource definitions,
 * which refuse a malformed object as on any cluster. Nothing of what the chart would run is there.
 */
export function releaseKind(chartCrds: ChartCrds): ResourceKind<Cluster> {
  return {
    inputs: RELEASE_INPUTS,
    required: ["chart"],
    check,
    replaceOn: ["name", "namespace"],
    deleteBeforeReplace: true,
    create: ({ api }, request) => create(api, chartCrds, request),
    read: ({ api }, request) => read(api, request),
    update: ({ api }, request) => update(api, chartCrds, request),
    delete: ({ api }, request) => remove(api, request),
  };
}

function check({ api }: Cluster, { inputs, oldInputs, name, seed }: CheckRequest): Checked {
  const checked = {
    ...inputs,
    name: inputs.name ?? oldInputs?.name ?? `${name}-${randomSuffix(seed, 8)}`,
    namespace: inputs.namespace ?? api.defaultNamespace,
    version: inputs.version ?? newestVersion(textAt(inputs, "chart")) ?? null,
  };
  return { inputs: checked, failures: releaseFailures(inputs) };
}

async function create(
  api: KubernetesApi,
  chartCrds: ChartCrds,
  { inputs }: CreateRequest,
): Promise<Created> {
  const release = releaseInputs.parse(inputs);
  await requireNamespace(api, release);
  const revisions = await findRevisions(api, release);
  if (revisions.length > 0) throw new OperatorError("cannot re-use a name that is still in use");
  await installChartCrds(api, chartCrds, inputs);
  const now = new Date().toISOString();
  const record = recordOf(inputs, {
    revision: 1,
    description: "Install complete",
    firstDeployed: now,
    lastDeployed: now,
  });
  await writeRevision(api, record);
  return { id: idOf(release), outputs: outputsOf(inputs, record) };
}

async function update(
  api: KubernetesApi,
  chartCrds: ChartCrds,
  { inputs }: UpdateRequest,
): Promise<Properties> {
  const release = releaseInputs.parse(inputs);
  const revisions = await findRevisions(api, release);
  const latest = revisions.at(-1);
  if (!latest) throw new OperatorError(`"${release.name}" has no deployed releases`);
  // The definitions come from the chart alone, and are large: 1.4 MB one of them.
  if (latest.chart.version !== inputs.version) await installChartCrds(api, chartCrds, inputs);
  const record = recordOf(inputs, {
    revision: latest.revision + 1,
    description: "Upgrade complete",
    firstDeployed: latest.firstDeployed,
    lastDeployed: new Date().toISOString(),
  });
  await writeRevision(api, record);
  await writeRevision(api, { ...latest, status: "superseded" });
  for (const old of beyondHistory([...revisions, record], release.maxHistory)) {
    await deleteRevision(api, old);
  }
  return outputsOf(inputs, record);
}

/** The oldest revisions, those that are more than may be kept. */
const beyondHistory = (revisions: readonly ReleaseRecord[], maxHistory: number): ReleaseRecord[] =>
  maxHistory === 0 ? [] : revisions.slice(0, Math.max(0, revisions.length - maxHistory));

async function read(
  api: KubernetesApi,
  { id, oldInputs }: ReadRequest,
): Promise<Found | undefined> {
  const { namespace = api.defaultNamespace, name } = fromId(id);
  const latest = (await findRevisions(api, { namespace, name })).at(-1);
  if (!latest) return undefined;
  const { values, chart } = latest;
  const isWithoutValues = oldInputs.values === undefined && Object.keys(values).length === 0;
  const inputs = {
    ...oldInputs,
    name,
    namespace,
    chart: chart.name,
    version: chart.version,
    ...(!isWithoutValues && { values }),
  };
  return { id, outputs: outputsOf(inputs, latest), inputs };
}

/** Helm keeps its records in the namespace, and the definitions are the cluster's; both outlive the release. */
async function remove(api: KubernetesApi, { id }: DeleteRequest): Promise<void> {
  const { namespace = api.defaultNamespace, name } = fromId(id);
  for (const revision of await findRevisions(api, { namespace, name })) {
    await deleteRevision(api, revision);
  }
}

async function requireNamespace(
  api: KubernetesApi,
  { namespace, createNamespace }: ReleaseName & { readonly createNamespace: boolean },
): Promise<void> {
  const reference = { apiVersion: "v1", kind: "Namespace", name: namespace };
  if (await api.find(reference)) return;
  if (!createNamespace)
    throw new OperatorError(`create: failed to create: namespaces "${namespace}" not found`);
  // Applied, not created: somebody may have made it in this moment, which is all right with Helm.
  await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
}

async function installChartCrds(
  api: KubernetesApi,
  chartCrds: ChartCrds,
  inputs: Properties,
): Promise<void> {
  const { chart, name, namespace } = releaseInputs.parse(inputs);
  if (!bringsCrds(inputs) || !hasDefinitions(chart)) return;
  const files = chartCrds[chart];
  if (!files) throw new Error(`the sandbox was started without the definitions of chart ${chart}`);
  await installCrds(api, readObjects(files), { name, namespace });
}

type Deployment = Pick<
  ReleaseRecord,
  "revision" | "description" | "firstDeployed" | "lastDeployed"
>;

function recordOf(inputs: Properties, deployment: Deployment): ReleaseRecord {
  return {
    ...deployment,
    name: textAt(inputs, "name"),
    namespace: textAt(inputs, "namespace"),
    description: `${optionalTextAt(inputs, "description") ?? deployment.description} (${SIMULATED})`,
    status: "deployed",
    chart: { name: textAt(inputs, "chart"), version: textAt(inputs, "version") },
    values: propertiesAt(inputs, "values"),
  };
}

const outputsOf = (inputs: Properties, record: ReleaseRecord): Properties => ({
  ...inputs,
  description: record.description,
  status: {
    name: record.name,
    namespace: record.namespace,
    revision: record.revision,
    status: record.status,
    chart: record.chart.name,
    version: record.chart.version,
    appVersion: "simulated",
  },
});
