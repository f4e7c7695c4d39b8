/** What is said of every cluster, whoever runs it. */
export interface CommonClusterSettings {
  /**
   * Name of the cluster. It is part of the name of every database, user, bucket and key, so that two clusters
   * can share data servers; it never changes while the cluster carries instances.
   */
  readonly name: string;
  /** What the cluster is for. Instances of a `production` cluster are protected from deletion by default. */
  readonly environment: string;
  /** Instances without `hosts` are served below this domain: `<slug>.<domain>`. */
  readonly domain: string;
  /** How many API requests a second the provider may send, and how many at once. */
  readonly client: { readonly qps: number; readonly burst: number };
}

/** Where the cluster's own addresses lie: ranges in CIDR notation, IPv4 or IPv6. A range may stand in several lists. */
export interface ClusterNetwork {
  readonly pods: readonly string[];
  readonly services: readonly string[];
  /** The nodes, and all else in their private network. */
  readonly nodes: readonly string[];
}
