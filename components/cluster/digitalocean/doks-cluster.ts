import type { KubernetesCluster as ControlPlane } from "@pulumi/digitalocean/kubernetesCluster";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterOutputs, ExistingClusterSettings, KubernetesCluster } from "../contract";
import type { ClusterNetwork } from "../settings";
import { cloudAsFound } from "../cloud-cluster";
import { commonProviderArgs } from "../provider-args";
import type { DigitalOceanSite } from "./contract";
import { createDigitalOceanProvider } from "./provider";
import { createControlPlane } from "./control-plane";
import { doksKubeconfig } from "./kubeconfig";
import { networkFor } from "./network";
import { createNodePools } from "./node-pools";
import { createProject } from "./project";
import type { DigitalOceanClusterSettings } from "./settings";
import type { PinArgs } from "../../shared/lock";

export interface DoksClusterArgs extends PinArgs {
  readonly settings: DigitalOceanClusterSettings;
}

/**
 * A cluster on DigitalOcean Kubernetes, with its network unless that exists, its nodes and the project that groups them. Volumes, load
 * balancers and the autoscaler are DigitalOcean's own and need nothing on the cluster.
 */
export class DoksCluster extends pulumi.ComponentResource implements KubernetesCluster {
  readonly clusterName: string;
  readonly provider: kubernetes.Provider;
  readonly network: ClusterNetwork;
  readonly digitalocean: DigitalOceanSite;
  readonly made = this;
  readonly asFound: ExistingClusterSettings;
  readonly outputs: ClusterOutputs;

  constructor(name: string, args: DoksClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:cluster:DoksCluster", name, { name: settings.name }, opts);
    const provider = createDigitalOceanProvider(name, args, this);
    const cloud = { parent: this, provider };
    const vpcId = networkFor(name, settings, cloud);
    const cluster = createControlPlane(name, { settings, vpcId }, cloud);
    const { clusterUrn } = cluster;
    const project = createProject(name, { settings, clusterUrn }, cloud);
    const nodes = createNodePools(name, { pools: settings.pools, cluster }, cloud);

    this.clusterName = settings.name;
    this.network = networkOf(settings);
    this.asFound = cloudAsFound(settings, this.network);
    this.outputs = { kubeconfig: kubeconfigOf(settings.name, cluster) };
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      {
        kubeconfig: this.outputs.kubeconfig,
        // Two clusters may have one name, so that the name does not tell which of them has the objects.
        clusterIdentifier: cluster.id,
        ...commonProviderArgs(settings),
      },
      { parent: this, dependsOn: nodes },
    );
    this.digitalocean = {
      region: settings.region,
      provider,
      vpcId,
      vpcCidr: settings.vpcCidr,
      clusterId: cluster.id,
      projectId: project.id,
    };
    this.registerOutputs({ clusterName: this.clusterName });
  }
}

/** Pods and Services have ranges of their own beside that of the network. */
export const networkOf = ({
  vpcCidr,
  podCidr,
  serviceCidr,
}: Pick<DigitalOceanClusterSettings, "vpcCidr" | "podCidr" | "serviceCidr">): ClusterNetwork => ({
  pods: [podCidr],
  services: [serviceCidr],
  nodes: [vpcCidr],
});

/** The authority is public, though it comes with a login that is secret and is not taken. */
const kubeconfigOf = (
  name: string,
  { id, endpoint, kubeConfigs }: ControlPlane,
): pulumi.Output<string> => {
  const authority = kubeConfigs.apply(([given]) => given?.clusterCaCertificate ?? "");
  return pulumi
    .all([id, endpoint, pulumi.unsecret(authority)])
    .apply(([uuid, address, certificateAuthority]) =>
      doksKubeconfig({ name, id: uuid, endpoint: address, certificateAuthority }),
    );
};
