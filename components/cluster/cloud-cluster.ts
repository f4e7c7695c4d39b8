import type * as random from "@pulumi/random";
import { pin } from "../shared/lock";
import type { ExistingClusterSettings } from "./contract";
import type { ClusterNetwork, CommonClusterSettings } from "./settings";

/** Keeps a cluster of a cloud where and what it is while it carries a protected instance. */
export const pinCloudCluster = (
  name: string,
  args: {
    readonly settings: {
      readonly name: string;
      readonly kind: string;
      readonly region: string;
      /** What the cloud calls it. @default - the stack makes it */
      readonly existing?: string;
    };
    readonly carriesProtected: boolean;
    readonly random: random.Provider;
  },
): random.RandomId => {
  const { name: clusterName, kind, region, existing } = args.settings;
  const found: Readonly<Record<string, string>> = existing === undefined ? {} : { existing };
  return pin(
    `${name}-name`,
    {
      settings: { name: clusterName, kind, region, ...found },
      carriesProtected: args.carriesProtected,
    },
    { provider: args.random },
  );
};

/** A cluster of a cloud, as another stack sees it. */
export const cloudAsFound = (
  { name, environment, domain, client }: CommonClusterSettings,
  network: ClusterNetwork,
): ExistingClusterSettings => ({
  kind: "existing",
  ...{ name, environment, domain, client, network },
});
