import type * as random from "@pulumi/random";
import { pin, type PinArgs } from "../shared/lock";
import type { ExistingClusterSettings } from "./contract";
import type { ClusterNetwork, CommonClusterSettings } from "./settings";

export interface CloudClusterArgs extends PinArgs {
  readonly settings: {
    readonly name: string;
    readonly kind: string;
    readonly region: string;
    /** What the cloud calls it. @default - the stack makes it */
    readonly existing?: string;
  };
}

/** Keeps a cluster of a cloud where and what it is while it carries a protected instance. */
export function pinCloudCluster(name: string, args: CloudClusterArgs): random.RandomId {
  const { name: clusterName, kind, region, existing } = args.settings;
  return pin(
    `${name}-name`,
    { name: clusterName, kind, region, ...(existing !== undefined && { existing }) },
    args,
  );
}

/** A cluster of a cloud, as another stack sees it. */
export const cloudAsFound = (
  { name, environment, domain, client }: CommonClusterSettings,
  network: ClusterNetwork,
): ExistingClusterSettings => ({
  kind: "existing",
  ...{ name, environment, domain, client, network },
});
