import type { Cluster } from "@pulumi/aws/eks/cluster";
import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation";
import * as kubernetes from "@pulumi/kubernetes";
import type { AwsOptions } from "./contract";
import { createRole, type PolicyStatement } from "./role";
import type { KubernetesOptions } from "./storage-class";

/** Where Helm releases and the roles of their pods hang. */
export interface ReleaseOptions extends KubernetesOptions {
  readonly aws: AwsOptions;
}

export interface ReleaseArgs {
  readonly cluster: Cluster;
  readonly chart: string;
  readonly version: string;
  readonly repository: string;
  /** What its pods may do on AWS. They run as the ServiceAccount that is called like the chart. */
  readonly statements: readonly PolicyStatement[];
  readonly values: Readonly<Record<string, unknown>>;
}

const NAMESPACE = "kube-system";

/** New nodes take minutes to start, and the chart's pods with them. */
const TIMEOUT_SECONDS = 900;

/** Installs a chart whose pods have a role on AWS. */
export function installWithRole(
  name: string,
  args: ReleaseArgs,
  { aws, ...opts }: ReleaseOptions,
): kubernetes.helm.v3.Release {
  const role = createRole(name, { service: "pods.eks", statements: args.statements }, aws);
  const identity = new PodIdentityAssociation(
    `${name}-identity`,
    {
      clusterName: args.cluster.name,
      namespace: NAMESPACE,
      serviceAccount: args.chart,
      roleArn: role.arn,
    },
    aws,
  );
  return new kubernetes.helm.v3.Release(
    `${name}-release`,
    {
      // Without a name of its own the release gets a random one, and the objects of the chart with it.
      name: args.chart,
      chart: args.chart,
      version: args.version,
      namespace: NAMESPACE,
      repositoryOpts: { repo: args.repository },
      values: args.values,
      atomic: true,
      maxHistory: 5,
      timeout: TIMEOUT_SECONDS,
    },
    // A pod has the role that there is when it starts.
    { ...opts, deleteBeforeReplace: true, dependsOn: [identity, ...role.granted] },
  );
}
