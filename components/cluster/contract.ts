import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsSite } from "./aws/contract";
import type { AwsClusterSettings, ExistingEksSettings } from "./aws/settings";
import type { DigitalOceanSite } from "./digitalocean/contract";
import type { DigitalOceanClusterSettings, ExistingDoksSettings } from "./digitalocean/settings";

/** What the settings say about the cluster that carries the instances. */
export type ClusterSettings =
  | ExistingClusterSettings
  | AwsClusterSettings
  | ExistingEksSettings
  | DigitalOceanClusterSettings
  | ExistingDoksSettings;

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

/** A cluster that somebody else runs. It is used and never deleted. */
export interface ExistingClusterSettings extends CommonClusterSettings {
  readonly kind: "existing";
  /**
   * A context of the operator's own kubeconfig, named explicitly.
   * @default - the secret `openedx:kubeconfig` is used
   */
  readonly context?: string;
  readonly network: ClusterNetwork;
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
  /** Where it is on AWS. @default - not there, or reached by a kubeconfig that was given */
  readonly aws?: AwsSite;
  /** Where it is on DigitalOcean. @default - not there, or reached by a kubeconfig that was given */
  readonly digitalocean?: DigitalOceanSite;
  /** All that the stack has made of it, which it would delete. @default - nothing: somebody else runs it */
  readonly made?: pulumi.Resource;
  /** The cluster as a stack sees it that has not made it. */
  readonly asFound: ExistingClusterSettings;
  /** What the stack tells of it. Nothing in it is secret. @default - nothing that is not known already */
  readonly outputs?: ClusterOutputs;
}

/** What the stack tells of a cluster that it made, or found in a cloud. */
export interface ClusterOutputs {
  /** It asks the cloud's own command for a login, so it has no credentials. */
  readonly kubeconfig: pulumi.Output<string>;
  /** ARN of the firewall, which an Ingress of the class alb names in an annotation. */
  readonly webFirewallArn?: pulumi.Output<string>;
}

/** The secrets that a cluster may need. */
export interface ClusterSecrets {
  /** A kubeconfig as plain text or base64. Needed for an existing cluster unless the settings name a context. */
  readonly kubeconfig?: pulumi.Output<string>;
}
