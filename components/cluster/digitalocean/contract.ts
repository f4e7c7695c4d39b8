import type { Provider } from "@pulumi/digitalocean/provider";
import type * as pulumi from "@pulumi/pulumi";

/** What a data server needs to know of DigitalOcean to be made beside the cluster. */
export interface DigitalOceanSite {
  readonly region: string;
  readonly provider: Provider;
  readonly vpcId: pulumi.Output<string>;
  readonly vpcCidr: string;
  /** UUID of the cluster, by which a firewall admits its nodes. */
  readonly clusterId: pulumi.Output<string>;
  /** The project that groups what the stack has made. */
  readonly projectId: pulumi.Output<string>;
}

/** Where resources of DigitalOcean hang, and the account that they are made in. */
export interface DigitalOceanOptions {
  readonly parent: pulumi.Resource;
  readonly provider: Provider;
}
