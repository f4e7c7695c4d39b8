import type { KubernetesCluster } from "@pulumi/digitalocean/kubernetesCluster";
import { KubernetesNodePool } from "@pulumi/digitalocean/kubernetesNodePool";
import type { DigitalOceanOptions } from "./contract";
import type { NodePoolSettings } from "./settings";

/**
 * Makes the node pools of a cluster. None has a name of its own: with machines of another size a new pool is made beside
 * the old one, which is then drained.
 */
export const createNodePools = (
  name: string,
  args: {
    readonly pools: Readonly<Record<string, NodePoolSettings>>;
    readonly cluster: KubernetesCluster;
  },
  opts: DigitalOceanOptions,
): KubernetesNodePool[] =>
  Object.entries(args.pools).map(
    ([pool, its]) =>
      new KubernetesNodePool(
        `${name}-nodes-${pool}`,
        {
          clusterId: args.cluster.id,
          size: its.size,
          labels: { "openedx.org/node-pool": pool },
          ...countOf(its),
        },
        // The autoscaler moves it; a pool without one has the count that it is told.
        { ...opts, ignoreChanges: its.min === its.max ? [] : ["nodeCount"] },
      ),
  );

const countOf = ({ min, max }: NodePoolSettings) =>
  min === max
    ? { autoScale: false, nodeCount: min }
    : { autoScale: true, minNodes: min, maxNodes: max };
