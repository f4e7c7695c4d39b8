import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster } from "./contract";
import { ExistingCluster, type ExistingClusterArgs } from "./existing";

/** The cluster that the settings ask for. */
export function createCluster(
  name: string,
  args: ExistingClusterArgs,
  opts: pulumi.ComponentResourceOptions = {},
): KubernetesCluster {
  switch (args.settings.kind) {
    case "existing":
      return new ExistingCluster(name, args, opts);
    default:
      return args.settings.kind satisfies never;
  }
}
