import type * as random from "@pulumi/random";
import { pin } from "../shared/lock";
import type { ClusterNetwork, CommonClusterSettings, ExistingClusterSettings } from "./contract";

/** Keeps a cluster that the stack makes where and what it is while it carries a protected instance. */
export const pinMadeCluster = (
  name: string,
  args: {
    readonly settings: { readonly name: string; readonly kind: string; readonly region: string };
    readonly carriesProtected: boolean;
    readonly random: random.Provider;
  },
): random.RandomId => {
  const { name: clusterName, kind, region } = args.settings;
  return pin(
    `${name}-name`,
    { settings: { name: clusterName, kind, region }, carriesProtected: args.carriesProtected },
    { provider: args.random },
  );
};

/** A cluster that the stack makes, as another stack sees it. */
export const madeAsFound = (
  { name, environment, domain, client }: CommonClusterSettings,
  network: ClusterNetwork,
): ExistingClusterSettings => ({
  kind: "existing",
  ...{ name, environment, domain, client, network },
});
