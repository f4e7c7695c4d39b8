import { KubernetesCluster } from "@pulumi/digitalocean/kubernetesCluster";
import type * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanOptions } from "./contract";
import type { DigitalOceanClusterSettings } from "./settings";

/**
 * Machines of the pool without which there is no cluster. Another size would be another cluster, so it is no setting and
 * never changes: what instances run is in pools of their own.
 */
const BASE_SIZE = "s-2vcpu-4gb";

/** Of the login that the API hands out when asked for the cluster. Nobody uses it; seven days is what it would be. */
const LOGIN_SECONDS = 300;

/** Makes the control plane of a cluster, with the few nodes that it cannot be made without. */
export const createControlPlane = (
  name: string,
  args: { readonly settings: DigitalOceanClusterSettings; readonly vpcId: pulumi.Output<string> },
  opts: DigitalOceanOptions,
): KubernetesCluster =>
  new KubernetesCluster(`${name}-control-plane`, inputsOf(args), {
    ...opts,
    // Some edits, such as that of a range or a version that is lower, would make another cluster and delete this one.
    protect: args.settings.deletionProtection,
    ignoreChanges: args.settings.autoUpgrade ? ["version"] : [],
  });

const inputsOf = ({
  settings,
  vpcId,
}: {
  readonly settings: DigitalOceanClusterSettings;
  readonly vpcId: pulumi.Output<string>;
}) => ({
  name: settings.name,
  region: settings.region,
  version: settings.kubernetesVersion,
  vpcUuid: vpcId,
  clusterSubnet: settings.podCidr,
  serviceSubnet: settings.serviceCidr,
  ha: settings.highAvailability,
  autoUpgrade: settings.autoUpgrade,
  // A new node is there before an old one goes.
  surgeUpgrade: true,
  maintenancePolicy: { ...settings.maintenance },
  controlPlaneFirewall: {
    enabled: settings.apiAccess === "cidrs",
    allowedAddresses: [...(settings.apiCidrs ?? [])].sort(),
  },
  nodePool: { name: "base", size: BASE_SIZE, nodeCount: settings.baseNodes, autoScale: false },
  kubeconfigExpireSeconds: LOGIN_SECONDS,
  // Load balancers and volumes that pods asked for are known to the cluster alone, and would keep the network.
  destroyAllAssociatedResources: true,
});
