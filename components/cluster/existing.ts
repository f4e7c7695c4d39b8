import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { pin, type PinArgs } from "../shared/lock";
import type { ClusterSecrets, ExistingClusterSettings, KubernetesCluster } from "./contract";
import type { ClusterNetwork } from "./settings";
import { plainKubeconfig } from "./kubeconfig";
import { commonProviderArgs } from "./provider-args";

export interface ExistingClusterArgs extends ClusterSecrets, PinArgs {
  readonly settings: ExistingClusterSettings;
}

/** A cluster that somebody else made. It is used and never deleted. */
export class ExistingCluster extends pulumi.ComponentResource implements KubernetesCluster {
  readonly clusterName: string;
  readonly provider: kubernetes.Provider;
  readonly network: ClusterNetwork;
  readonly asFound: ExistingClusterSettings;

  constructor(name: string, args: ExistingClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:cluster:ExistingCluster", name, { name: settings.name }, opts);
    const pinned = pin(`${name}-name`, { name: settings.name }, args);
    this.clusterName = settings.name;
    this.network = settings.network;
    this.asFound = settings;
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      {
        ...connection(args),
        // Without it a kubeconfig that is only known later would mean replacing every object of the cluster.
        clusterIdentifier: settings.name,
        ...commonProviderArgs(settings),
      },
      { parent: this, dependsOn: [pinned] },
    );
    this.registerOutputs({ clusterName: this.clusterName });
  }
}

/**
 * Exactly one of the two ways to reach a cluster. An empty provider would use the ambient kubeconfig, so it is an
 * error to have neither.
 */
function connection(args: ExistingClusterArgs): kubernetes.ProviderArgs {
  if (args.settings.context !== undefined) return { context: args.settings.context };
  if (args.kubeconfig === undefined) {
    throw new Error("the cluster needs either a context or the secret openedx:kubeconfig");
  }
  return { kubeconfig: args.kubeconfig.apply(plainKubeconfig) };
}
