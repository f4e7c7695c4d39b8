import type { ClusterNetwork, CommonClusterSettings } from "../settings";

/**
 * A cluster on DigitalOcean Kubernetes, made by the stack, in a network of its own or in one that exists. Credentials come
 * from the environment.
 */
export interface DigitalOceanClusterSettings extends CommonClusterSettings {
  readonly kind: "digitalocean";
  readonly region: string;
  /** Range of the network, from /16 to /24. Nodes and data servers have their addresses in it. */
  readonly vpcCidr: string;
  /** The network that the cluster is made in, by its UUID. @default - one of its own */
  readonly vpc?: { readonly existing: string };
  /** Range of the pods, apart from every other network of the account. */
  readonly podCidr: string;
  /** Range of the Services' cluster IPs, apart from every other network of the account. */
  readonly serviceCidr: string;
  /** From where the Kubernetes API is reached: anywhere, or some ranges of the internet. */
  readonly apiAccess: "public" | "cidrs";
  /** The ranges, unless the access is `public`. */
  readonly apiCidrs?: readonly string[];
  /** `1.34.1-do.1`. */
  readonly kubernetesVersion: string;
  /** Whether DigitalOcean brings patch versions by itself, so that the version is no longer the stack's. */
  readonly autoUpgrade: boolean;
  /** Whether the control plane has more than one server. It cannot be turned off again. */
  readonly highAvailability: boolean;
  readonly maintenance: ClusterMaintenance;
  /** How many nodes the cluster's own pool has, which is there for what every cluster runs. */
  readonly baseNodes: number;
  /** Nodes for everything else, by name. */
  readonly pools: Readonly<Record<string, NodePoolSettings>>;
  /** Whether the cluster is kept from deletion. */
  readonly deletionProtection: boolean;
}

/** A cluster on DigitalOcean Kubernetes that is there already. It is used and never changed or deleted. */
export interface ExistingDoksSettings extends CommonClusterSettings {
  readonly kind: "digitalocean";
  /** Name of the cluster at DigitalOcean. */
  readonly existing: string;
  readonly region: string;
  readonly network: ClusterNetwork;
}

/** When DigitalOcean upgrades the cluster. */
export interface ClusterMaintenance {
  /** `monday` to `sunday`, or `any`. */
  readonly day: string;
  /** `04:00`, in UTC. */
  readonly startTime: string;
}

/** Nodes of one kind. */
export interface NodePoolSettings {
  /** Slug of a Droplet size. */
  readonly size: string;
  readonly min: number;
  /** The autoscaler keeps between the two, unless they are the same. */
  readonly max: number;
}
