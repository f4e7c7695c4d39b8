import {
  getKubernetesClusterOutput,
  type GetKubernetesClusterResult,
} from "@pulumi/digitalocean/getKubernetesCluster";
import { getProjectOutput } from "@pulumi/digitalocean/getProject";
import type { Provider } from "@pulumi/digitalocean/provider";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cloudAsFound } from "../cloud-cluster";
import type { ClusterOutputs, ExistingClusterSettings, KubernetesCluster } from "../contract";
import type { ClusterNetwork } from "../settings";
import { commonProviderArgs } from "../provider-args";
import type { DigitalOceanSite } from "./contract";
import { createDigitalOceanProvider } from "./provider";
import { doksKubeconfig } from "./kubeconfig";
import type { ExistingDoksSettings } from "./settings";
import { type FoundDoksCluster, usableDoksCluster } from "./usable-doks-cluster";
import type { PinArgs } from "../../shared/lock";

export interface ExistingDoksClusterArgs extends PinArgs {
  readonly settings: ExistingDoksSettings;
}

/**
 * A cluster on DigitalOcean Kubernetes that is there already. DigitalOcean tells how it is reached; nothing of it is the
 * stack's.
 */
export class ExistingDoksCluster extends pulumi.ComponentResource implements KubernetesCluster {
  readonly clusterName: string;
  readonly provider: kubernetes.Provider;
  readonly network: ClusterNetwork;
  readonly digitalocean: DigitalOceanSite;
  readonly asFound: ExistingClusterSettings;
  readonly outputs: ClusterOutputs;

  constructor(
    name: string,
    args: ExistingDoksClusterArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { settings } = args;
    super("openedx:cluster:ExistingDoksCluster", name, { existing: settings.existing }, opts);
    const provider = createDigitalOceanProvider(name, args, this);
    const cloud = { parent: this, provider };
    const found = findCluster(settings, cloud);

    this.clusterName = settings.name;
    this.network = settings.network;
    this.asFound = cloudAsFound(settings, this.network);
    this.outputs = {
      kubeconfig: found.apply((its) => doksKubeconfig({ name: settings.existing, ...its })),
    };
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      {
        kubeconfig: this.outputs.kubeconfig,
        // Two clusters may have had one name, so that the name does not tell which of them has the objects.
        clusterIdentifier: found.id,
        ...commonProviderArgs(settings),
      },
      { parent: this },
    );
    this.digitalocean = {
      region: settings.region,
      provider,
      vpcId: found.vpcUuid,
      vpcCidr: settings.network.nodes[0] ?? "",
      clusterId: found.id,
      // Where DigitalOcean puts what nobody puts elsewhere.
      projectId: getProjectOutput({}, cloud).id,
    };
    this.registerOutputs({ clusterName: this.clusterName });
  }
}

/** Asks DigitalOcean for the cluster that the settings name. The login that comes with the answer is not taken. */
const findCluster = (
  settings: ExistingDoksSettings,
  opts: { readonly parent: pulumi.Resource; readonly provider: Provider },
): pulumi.Output<FoundDoksCluster> =>
  pulumi.unsecret(
    getKubernetesClusterOutput({ name: settings.existing }, opts)
      .apply(withoutLogin)
      .apply((found) => usableDoksCluster(settings, found)),
  );

const withoutLogin = (found: GetKubernetesClusterResult): FoundDoksCluster => ({
  id: found.id,
  region: found.region,
  endpoint: found.endpoint,
  vpcUuid: found.vpcUuid,
  clusterSubnet: found.clusterSubnet,
  serviceSubnet: found.serviceSubnet,
  certificateAuthority: found.kubeConfigs[0]?.clusterCaCertificate ?? "",
});
