import type * as pulumi from "@pulumi/pulumi";
import { EksCluster } from "./aws/eks-cluster";
import { ExistingEksCluster } from "./aws/existing-eks-cluster";
import type { ClusterSecrets, ClusterSettings, KubernetesCluster } from "./contract";
import { DoksCluster } from "./digitalocean/doks-cluster";
import { ExistingDoksCluster } from "./digitalocean/existing-doks-cluster";
import { ExistingCluster } from "./existing";
import type { PinArgs } from "../shared/lock";

export interface ClusterArgs extends ClusterSecrets, PinArgs {
  readonly settings: ClusterSettings;
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
      return "existing" in settings
        ? new ExistingEksCluster(name, { ...args, settings }, opts)
        : new EksCluster(name, { ...args, settings }, opts);
    case "digitalocean":
      return "existing" in settings
        ? new ExistingDoksCluster(name, { ...args, settings }, opts)
        : new DoksCluster(name, { ...args, settings }, opts);
    default:
      return settings satisfies never;
  }
}
