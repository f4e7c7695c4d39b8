import { getVpcOutput, type GetVpcResult } from "@pulumi/aws/ec2/getVpc";
import * as pulumi from "@pulumi/pulumi";
import type { AwsOptions } from "./contract";
import type { Network } from "./network";
import type { AwsClusterSettings, ExistingVpcSettings } from "./settings";

/** What EC2 tells of a network, as far as it is used. */
export type FoundVpc = Pick<GetVpcResult, "id" | "cidrBlockAssociations">;

/** A network that is there already, with the subnets that the settings name. Nothing of it is the stack's. */
export function findNetwork(
  settings: Pick<AwsClusterSettings, "vpcCidr" | "databaseSubnets"> & {
    readonly vpc: ExistingVpcSettings;
  },
  opts: AwsOptions,
): Network {
  const { vpc, databaseSubnets } = settings;
  const vpcId = getVpcOutput({ id: vpc.existing }, opts).apply(
    (found) => usableVpc(settings, found).id,
  );
  return {
    vpcId,
    privateSubnetIds: vpc.privateSubnets.map((id) => after(vpcId, id)),
    databaseSubnetIds: (databaseSubnets?.ids ?? []).map((id) => after(vpcId, id)),
    databaseCidrs: databaseSubnets?.cidrs ?? [],
    ready: [],
  };
}

/** A subnet is only used where its network is what the settings say. */
const after = (vpcId: pulumi.Output<string>, id: string): pulumi.Output<string> =>
  vpcId.apply(() => id);

/**
 * The network, if it is what the settings say: instances are kept from `vpcCidr`, and would reach any other range of it.
 *
 * @throws RunError for a network with other ranges
 */
export function usableVpc(
  {
    vpc,
    vpcCidr,
  }: { readonly vpc: Pick<ExistingVpcSettings, "existing">; readonly vpcCidr: string },
  found: FoundVpc,
): FoundVpc {
  const ranges = found.cidrBlockAssociations.map(({ cidrBlock }) => cidrBlock).sort();
  if (ranges.every((range) => range === vpcCidr)) return found;
  throw new pulumi.RunError(
    `openedx:cluster.vpcCidr is ${vpcCidr}, while the network ${vpc.existing} has ${ranges.join(", ")}. ` +
      (ranges.length === 1
        ? `Write ${ranges.join("")}.`
        : "Take a network with one range: instances are kept from vpcCidr, and would reach the others."),
  );
}
