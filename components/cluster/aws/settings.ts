import type { ClusterNetwork, CommonClusterSettings } from "../settings";

/** A cluster on Amazon EKS, made by the stack, in a network of its own or in one that exists. Credentials come from the environment. */
export interface AwsClusterSettings extends CommonClusterSettings {
  readonly kind: "aws";
  readonly region: string;
  /** Two or three zones of the region, in any order. Needed for a network of its own. */
  readonly availabilityZones?: readonly string[];
  /** Range of the network; of one of its own from /16 to /19. Nodes and pods have their addresses in it. */
  readonly vpcCidr: string;
  /** Range of the Services' cluster IPs, outside of `vpcCidr`. */
  readonly serviceCidr: string;
  /**
   * How nodes get out to the internet from a network of its own: by one gateway for all zones, or one in each, which costs
   * more. @default "one"
   */
  readonly natGateways?: "one" | "per-zone";
  /** The network that the cluster is made in. @default - one of its own */
  readonly vpc?: ExistingVpcSettings;
  /** Where a server is put in a network that exists. @default - the stack makes none there */
  readonly databaseSubnets?: SubnetSettings;
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

/** A network that is there already. It is used and never changed or deleted. */
export interface ExistingVpcSettings {
  /** Id of the VPC. */
  readonly existing: string;
  /** Ids of subnets in two zones or more, with a way out to the internet. Nodes and pods are in them. */
  readonly privateSubnets: readonly string[];
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
