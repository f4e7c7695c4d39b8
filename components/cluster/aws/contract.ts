import type { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";

/** What a data server needs to know of AWS to be made beside the cluster. */
export interface AwsSite {
  readonly region: string;
  readonly provider: Provider;
  readonly vpcId: pulumi.Output<string>;
  /** Subnets that no route leads out of. */
  readonly databaseSubnets: {
    readonly ids: readonly pulumi.Output<string>[];
    readonly cidrs: readonly string[];
  };
  /** The security group that all nodes, and so all pods, are in. */
  readonly nodeSecurityGroupId: pulumi.Output<string>;
}

/** Where resources of AWS hang, and the account that they are in. */
export interface AwsOptions {
  readonly parent: pulumi.Resource;
  readonly provider: Provider;
}
