import type { Cluster } from "@pulumi/aws/eks/cluster";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Stage } from "../../shared/stage";
import type { ClusterOutputs, ExistingClusterSettings, KubernetesCluster } from "../contract";
import type { ClusterNetwork } from "../settings";
import { cloudAsFound } from "../cloud-cluster";
import { commonProviderArgs } from "../provider-args";
import { createNodeAddOns, createPodAddOns } from "./add-ons";
import { createAdministrators } from "./administrators";
import { installAutoscaler } from "./autoscaler";
import type { AwsOptions, AwsSite } from "./contract";
import { createAwsProvider } from "./provider";
import { createControlPlane } from "./control-plane";
import { eksKubeconfig } from "./kubeconfig";
import { installLoadBalancerController } from "./load-balancer-controller";
import { findNetwork } from "./existing-network";
import { createNetwork, type Network } from "./network";
import { createNodeGroups } from "./node-groups";
import type { AwsClusterSettings } from "./settings";
import { createStorageClass } from "./storage-class";
import { createWebFirewall } from "./web-firewall";
import type { PinArgs } from "../../shared/lock";

export interface EksClusterArgs extends PinArgs {
  readonly settings: AwsClusterSettings;
}

/**
 * A cluster on Amazon EKS, with its network unless that exists, nodes and all that pods need there.
 *
 * What runs on the cluster is deleted in three steps, each by its own order: what others made of it, which uses the
 * provider of the contract; then what answers for load balancers, nodes and volumes, which uses another one; then nodes
 * and control plane. So no load balancer and no volume is left behind when the controller that made it goes.
 */
export class EksCluster extends pulumi.ComponentResource implements KubernetesCluster {
  readonly clusterName: string;
  readonly provider: kubernetes.Provider;
  readonly network: ClusterNetwork;
  readonly aws: AwsSite;
  readonly made = this;
  readonly asFound: ExistingClusterSettings;
  readonly outputs: ClusterOutputs;

  constructor(name: string, args: EksClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:cluster:EksCluster", name, { name: settings.name }, opts);
    const aws = { parent: this, provider: createAwsProvider(name, args, this) };
    const network = networkFor(name, settings, aws);
    const cluster = createControlPlane(name, { settings, network }, aws);
    const admins = createAdministrators(name, { cluster, admins: settings.admins }, aws);
    const before = createNodeAddOns(name, { cluster }, aws);
    const nodes = createNodeGroups(name, { settings, cluster, network, before }, aws);
    const addOns = createPodAddOns(name, { cluster, nodes }, aws);

    const kubeconfig = kubeconfigOf(settings, cluster);
    const reached = { kubeconfig, settings, parent: this };
    const inner = createKubernetesProvider(`${name}-base`, reached, [...admins, ...addOns]);
    const base = { parent: this, provider: inner };
    const storageClass = createStorageClass(name, base);
    const autoscaler = installAutoscaler(name, { settings, cluster }, { ...base, aws });
    const controller = installLoadBalancerController(
      name,
      { settings, cluster, vpcId: network.vpcId },
      { ...base, aws },
    );
    const webFirewall = settings.waf && createWebFirewall(name, settings.name, settings.waf, aws);

    this.clusterName = settings.name;
    this.network = networkOf(settings);
    this.asFound = cloudAsFound(settings, this.network);
    this.provider = createKubernetesProvider(`${name}-kubernetes`, reached, [
      storageClass,
      autoscaler,
      controller,
    ]);
    this.aws = {
      region: settings.region,
      provider: aws.provider,
      vpcId: network.vpcId,
      databaseSubnets: { ids: network.databaseSubnetIds, cidrs: network.databaseCidrs },
      nodeSecurityGroupId: cluster.vpcConfig.clusterSecurityGroupId,
    };
    this.outputs = { kubeconfig, webFirewallArn: webFirewall?.arn };
    this.registerOutputs({ clusterName: this.clusterName });
  }
}

/** The network that exists, or else one of the cluster's own. */
const networkFor = (name: string, settings: AwsClusterSettings, opts: AwsOptions): Network => {
  const { vpc } = settings;
  return vpc === undefined
    ? createNetwork(name, settings, opts)
    : findNetwork({ ...settings, vpc }, opts);
};

/** Pods have addresses of the VPC, as nodes do. */
export const networkOf = ({
  vpcCidr,
  serviceCidr,
}: Pick<AwsClusterSettings, "vpcCidr" | "serviceCidr">): ClusterNetwork => ({
  pods: [vpcCidr],
  services: [serviceCidr],
  nodes: [vpcCidr],
});

const kubeconfigOf = (
  { name, region }: AwsClusterSettings,
  { endpoint, certificateAuthority }: Cluster,
): pulumi.Output<string> =>
  pulumi
    .all([endpoint, certificateAuthority.data])
    .apply(([address, authority]) =>
      eksKubeconfig({ name, region, endpoint: address, certificateAuthority: authority }),
    );

const createKubernetesProvider = (
  name: string,
  args: {
    readonly kubeconfig: pulumi.Output<string>;
    readonly settings: AwsClusterSettings;
    readonly parent: pulumi.Resource;
  },
  dependsOn: pulumi.Resource[],
): kubernetes.Provider =>
  new kubernetes.Provider(
    name,
    {
      kubeconfig: args.kubeconfig,
      // Known from the first preview on. There can be no two clusters of one name in a region, so one that would have to
      // be replaced is refused by AWS, and never looks as if its objects were still there.
      clusterIdentifier: `eks:${args.settings.region}:${args.settings.name}`,
      ...commonProviderArgs(args.settings),
    },
    { parent: new Stage(`before-${name}`, { parent: args.parent, dependsOn }) },
  );
