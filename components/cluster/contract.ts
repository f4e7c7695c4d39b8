import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** What the settings say about the cluster that carries the instances. */
export interface ClusterSettings {
  readonly kind: "existing";
  /**
   * Name of the cluster. It is part of the name of every database, user, bucket and key, so that two clusters
   * can share data servers; it never changes while the cluster carries instances.
   */
  readonly name: string;
  /** What the cluster is for. Instances of a `production` cluster are protected from deletion by default. */
  readonly environment: string;
  /** Instances without `hosts` are served below this domain: `<slug>.<domain>`. */
  readonly domain: string;
  /**
   * A context of the operator's own kubeconfig, named explicitly.
   * @default - the secret `openedx:kubeconfig` is used
   */
  readonly context?: string;
  readonly network: ClusterNetwork;
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

/** A Kubernetes cluster, whoever runs it. */
export interface KubernetesCluster {
  readonly clusterName: string;
  /** The only way to reach the cluster; there is no default provider. */
  readonly provider: kubernetes.Provider;
  readonly network: ClusterNetwork;
}

/** The secrets that a cluster may need. */
export interface ClusterSecrets {
  /** A kubeconfig as plain text or base64. Needed unless the settings name a context. */
  readonly kubeconfig?: pulumi.Output<string>;
}
