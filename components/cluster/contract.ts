import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsSite } from "./aws/contract";
import type { AwsClusterSettings, ExistingEksSettings } from "./aws/settings";
import type { ClusterNetwork, CommonClusterSettings } from "./settings";
import type { DigitalOceanSite } from "./digitalocean/contract";
import type { DigitalOceanClusterSettings, ExistingDoksSettings } from "./digitalocean/settings";

/** What the settings say about the cluster that carries the instances. */
export type ClusterSettings =
  | ExistingClusterSettings
  | AwsClusterSettings
  | ExistingEksSettings
  | DigitalOceanClusterSettings
  | ExistingDoksSettings;

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
