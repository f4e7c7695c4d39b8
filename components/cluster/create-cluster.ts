import type * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import { EksCluster } from "./aws/eks-cluster";
import type { ClusterSecrets, ClusterSettings, KubernetesCluster } from "./contract";
import { DoksCluster } from "./digitalocean/doks-cluster";
import { ExistingCluster } from "./existing";

export interface ClusterArgs extends ClusterSecrets {
  readonly settings: ClusterSettings;
  /** Whether an instance on it is protected from deletion. */
  readonly carriesProtected: boolean;
  readonly random: random.Provider;
}

/** The cluster that the settings ask for. */
export function createCluster(
  name: string,
  args: ClusterArgs,
  opts: pulumi.ComponentResourceOptions = {},
): KubernetesCluster {
  const { settings } = args;
  switch (settings.kind) {
    case "existing":
      return new ExistingCluster(name, { ...args, settings }, opts);
    case "aws":
      return new EksCluster(name, { ...args, settings }, opts);
    case "digitalocean":
      return new DoksCluster(name, { ...args, settings }, opts);
    default:
      return settings satisfies never;
  }
}
