import { getInstanceOutput, type GetInstanceResult } from "@pulumi/aws/rds/getInstance";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import * as pulumi from "@pulumi/pulumi";
import type { AwsOptions, AwsSite } from "../../cluster/aws/contract";
import type { ExistingRdsSettings } from "../settings";

/** What RDS tells of a server, as far as it is used. */
export type FoundRdsServer = Pick<
  GetInstanceResult,
  // Of the two ports that RDS tells this is that of the endpoint; the other is 0 for a server by itself.
  "address" | "engine" | "masterUsername" | "port" | "vpcSecurityGroups"
>;

/** Asks RDS for the server that the settings name. */
export const findRdsServer = (
  settings: ExistingRdsSettings,
  opts: AwsOptions,
): pulumi.Output<FoundRdsServer> =>
  getInstanceOutput({ dbInstanceIdentifier: settings.existing }, opts).apply((found) =>
    usableRdsServer(settings, found),
  );

/**
 * The server, if instances can be on it as the settings say.
 *
 * @throws RunError for one that has no MySQL, or listens elsewhere
 */
export function usableRdsServer(
  { existing, port }: ExistingRdsSettings,
  found: FoundRdsServer,
): FoundRdsServer {
  if (found.engine !== "mysql")
    throw new pulumi.RunError(
      `openedx:mysql.existing is "${existing}", whose engine is ${found.engine}. ` +
        "Write the identifier of an RDS instance with the engine mysql; for another one, kind: external.",
    );
  if (found.port !== port)
    throw new pulumi.RunError(
      `openedx:mysql.port is ${port}, while the server "${existing}" listens at ${found.port}. Write ${found.port}.`,
    );
  if (found.vpcSecurityGroups.length === 0)
    throw new pulumi.RunError(
      `openedx:mysql.existing is "${existing}", which is in no security group of a VPC, so that nothing can be let in. ` +
        "Move it into a VPC that the cluster reaches.",
    );
  return found;
}

/**
 * Lets the nodes of the cluster in, by a rule of the stack's own beside those that are there: the group itself is not the
 * stack's, and stays as it is.
 */
export const admitNodesTo = (
  name: string,
  args: {
    readonly settings: ExistingRdsSettings;
    readonly found: pulumi.Output<FoundRdsServer>;
    readonly aws: AwsSite;
  },
  opts: AwsOptions,
): SecurityGroupIngressRule =>
  new SecurityGroupIngressRule(
    `${name}-access`,
    {
      // Any of them will do, so it is the first by name, whatever the order that they are told in.
      securityGroupId: args.found.vpcSecurityGroups.apply((groups) => [...groups].sort()[0] ?? ""),
      referencedSecurityGroupId: args.aws.nodeSecurityGroupId,
      ipProtocol: "tcp",
      fromPort: args.settings.port,
      toPort: args.settings.port,
      description: "MySQL from the nodes of the cluster",
    },
    opts,
  );
