import { getClusterOutput, type GetClusterResult } from "@pulumi/aws/eks/getCluster";
import type { Provider } from "@pulumi/aws/provider";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cloudAsFound } from "../cloud-cluster";
import type { ClusterOutputs, ExistingClusterSettings, KubernetesCluster } from "../contract";
import type { ClusterNetwork } from "../settings";
import { requireRange } from "../found-network";
import { commonProviderArgs } from "../provider-args";
import type { AwsSite } from "./contract";
import { createAwsProvider } from "./provider";
import { eksKubeconfig } from "./kubeconfig";
import type { ExistingEksSettings } from "./settings";
import type { PinArgs } from "../../shared/lock";

export interface ExistingEksClusterArgs extends PinArgs {
  readonly settings: ExistingEksSettings;
}

/** A cluster on Amazon EKS that is there already. EKS tells how it is reached; nothing of it is the stack's. */
export class ExistingEksCluster extends pulumi.ComponentResource implements KubernetesCluster {
  readonly clusterName: string;
  readonly provider: kubernetes.Provider;
  readonly network: ClusterNetwork;
  readonly aws: AwsSite;
  readonly asFound: ExistingClusterSettings;
  readonly outputs: ClusterOutputs;

  constructor(
    name: string,
    args: ExistingEksClusterArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { settings } = args;
    const { existing, region } = settings;
    super("openedx:cluster:ExistingEksCluster", name, { existing }, opts);
    const provider = createAwsProvider(name, args, this);
    const found = getClusterOutput({ name: existing }, { parent: this, provider }).apply((its) =>
      usableEksCluster(settings, its),
    );

    this.clusterName = settings.name;
    this.network = settings.network;
    this.asFound = cloudAsFound(settings, this.network);
    this.outputs = {
      kubeconfig: found.apply(({ endpoint, certificateAuthorities: [authority] }) =>
        eksKubeconfig({
          ...{ name: existing, region, endpoint },
          certificateAuthority: authority?.data ?? "",
        }),
      ),
    };
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      {
        kubeconfig: this.outputs.kubeconfig,
        // As for a cluster that the stack makes: there are no two of one name in a region.
        clusterIdentifier: `eks:${region}:${existing}`,
        ...commonProviderArgs(settings),
      },
      { parent: this },
    );
    this.aws = siteOf(settings, provider, found.vpcConfig);
    this.registerOutputs({ clusterName: this.clusterName });
  }
}

/** @throws RunError for a cluster with a range that the settings do not name */
function usableEksCluster(
  { network }: ExistingEksSettings,
  found: GetClusterResult,
): GetClusterResult {
  const [{ serviceIpv4Cidr } = { serviceIpv4Cidr: "" }] = found.kubernetesNetworkConfigs;
  requireRange(network, "services", serviceIpv4Cidr);
  return found;
}

const siteOf = (
  { region, nodeSecurityGroup, databaseSubnets }: ExistingEksSettings,
  provider: Provider,
  vpc: pulumi.Output<{ readonly vpcId: string; readonly clusterSecurityGroupId: string }>,
): AwsSite => ({
  region,
  provider,
  vpcId: vpc.vpcId,
  databaseSubnets: {
    ids: (databaseSubnets?.ids ?? []).map((id) => pulumi.output(id)),
    cidrs: databaseSubnets?.cidrs ?? [],
  },
  nodeSecurityGroupId: vpc.apply((its) => nodeSecurityGroup ?? its.clusterSecurityGroupId),
});
