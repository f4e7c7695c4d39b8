import { z } from "zod";
import { ipv4Range } from "./cluster-common";
import { section, text } from "./text";

/** China, GovCloud and the like are partitions of their own, whose ARNs and endpoints are others. */
export const REGION = "(?!cn-|us-gov-|us-iso|eu-isoe)[a-z]{2}(?:-[a-z]+)+-[0-9]";

export const awsRegion = text(
  new RegExp(`^${REGION}$`),
  "a region of AWS outside of China and GovCloud, for example eu-central-1",
).describe(
  "Unless the kind is `existing`: region of the cluster, and of everything that the stack makes for it. It never changes while " +
    "there are instances.",
);

const SUBNET = "ids of subnets in a list, such as [subnet-0a1b2c3d, subnet-1a2b3c4d]";
const RANGES = "address ranges in a list, such as [10.20.192.0/24, 10.20.193.0/24]";

const subnetIds = () => z.array(text(/^subnet-[0-9a-f]{8,17}$/, SUBNET), SUBNET).min(2, SUBNET);

export const existingVpc = section({
  existing: text(/^vpc-[0-9a-f]{8,17}$/, "the id of a VPC, such as vpc-0a1b2c3d").describe(
    "For `aws`: id of the VPC. Its one range is `vpcCidr`.",
  ),
  privateSubnets: subnetIds().describe(
    "Only for `aws`: ids of subnets in at least two zones, with a way out to the internet. Nodes and pods are in them.",
  ),
});

export const databaseSubnets = section({
  ids: subnetIds().describe("Ids of the subnets, in at least two zones."),
  cidrs: z.array(ipv4Range(RANGES), RANGES).min(2, RANGES).describe("Ranges of the same subnets."),
})
  .optional()
  .describe(
    "Only for `aws`, in a network that exists: subnets of two or more zones that a MySQL server of kind `rds` is made in. Nodes " +
      "must reach them. Without it: none is made.",
  );
