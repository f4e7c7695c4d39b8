import type { ClusterNetwork, CommonClusterSettings } from "../contract";

/** A cluster on Amazon EKS in a network of its own, made by the stack. Credentials come from the environment. */
export interface AwsClusterSettings extends CommonClusterSettings {
  readonly kind: "aws";
  readonly region: string;
  /** Two or three zones of the region, in any order. */
  readonly availabilityZones: readonly string[];
  /** Range of the network, from /16 to /19. Nodes and pods have their addresses in it. */
  readonly vpcCidr: string;
  /** Range of the Services' cluster IPs, outside of `vpcCidr`. */
  readonly serviceCidr: string;
  /** How nodes get out to the internet: by one gateway for all zones, or one in each, which costs more. */
  readonly natGateways: "one" | "per-zone";
  /** From where the Kubernetes API is reached: anywhere, some ranges of the internet, or private networks only. */
  readonly apiAccess: "public" | "cidrs" | "private";
  /** The ranges, unless the access is `public`. */
  readonly apiCidrs?: readonly string[];
  /** ARNs of IAM roles and users who may do everything on the cluster. Whoever runs `pulumi` is among them. */
  readonly admins: readonly string[];
  /** `1.34`. */
  readonly kubernetesVersion: string;
  /** By name. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
  /** A firewall for load balancers of the kind ALB. @default - none */
  readonly waf?: WebFirewallSettings;
  /** Whether the cluster is kept from deletion. */
  readonly deletionProtection: boolean;
}

/** A cluster on Amazon EKS that is there already. It is used and never changed or deleted. */
export interface ExistingEksSettings extends CommonClusterSettings {
  readonly kind: "aws";
  /** Name of the cluster in EKS. */
  readonly existing: string;
  readonly region: string;
  readonly network: ClusterNetwork;
  /** The security group that all nodes are in. @default - the one that EKS has made for the cluster */
  readonly nodeSecurityGroup?: string;
  /** Where a server that the stack makes is put. @default - the stack makes none */
  readonly databaseSubnets?: SubnetSettings;
}

/** Subnets that are there already. */
export interface SubnetSettings {
  readonly ids: readonly string[];
  /** Their ranges. */
  readonly cidrs: readonly string[];
}

/** Nodes of one kind. */
export interface NodeGroupSettings {
  /** Any of these may be taken, so they should be of one size. */
  readonly instanceTypes: readonly string[];
  readonly capacity: "on-demand" | "spot";
  readonly min: number;
  readonly max: number;
  /** How many there are at first; later the autoscaler decides. @default - `min` */
  readonly desired?: number;
  readonly diskGiB: number;
}

export interface WebFirewallSettings {
  /** Requests that one address may make in five minutes. */
  readonly rateLimit: number;
}
