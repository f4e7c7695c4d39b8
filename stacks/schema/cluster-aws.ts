import { z } from "zod";
import { awsRegion, databaseSubnets, existingVpc, REGION } from "./aws-common";
import {
  apiCidrs,
  client,
  deletionProtection,
  domain,
  environment,
  ipv4Range,
  name,
  runner,
} from "./cluster-common";
import { oneOf, section, text, wholeNumber } from "./text";

export const ZONES =
  "two or three zones of the region, in a list such as [eu-central-1a, eu-central-1b]";

const availabilityZones = z
  .array(text(new RegExp(`^${REGION}[a-h]$`), ZONES), ZONES)
  .min(2, ZONES)
  .max(3, ZONES);

const ARN =
  "the ARN of an IAM role or user, for example arn:aws:iam::111122223333:role/pulumi; not that of a session, which has " +
  "assumed-role in it";

const ADMINS = "a list with the ARN of at least one IAM role or user";

const NODE_TYPES = "instance types of EC2 in a list, such as [m7i.xlarge]";

/** New families come, new sizes do not: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
const NODE_TYPE =
  /^[a-z][a-z0-9-]*\.(?:nano|micro|small|medium|large|(?:[1-9][0-9]*)?xlarge|metal(?:-[0-9]+xl)?)$/;

const nodeGroup = section({
  instanceTypes: z
    .array(text(NODE_TYPE, NODE_TYPES), NODE_TYPES)
    .min(1, NODE_TYPES)
    .describe(
      "Instance types with x86 processors, of one size, as any of them may be taken. Others mean other nodes, which are made " +
        "before the old ones go.",
    ),
  capacity: oneOf(["on-demand", "spot"])
    .default("on-demand")
    .describe("`on-demand`, or `spot`: cheaper nodes that AWS takes away at two minutes' notice."),
  min: wholeNumber(1, 450).describe("The fewest nodes."),
  max: wholeNumber(1, 450).describe("The most nodes that the autoscaler makes."),
  desired: wholeNumber(1, 450)
    .optional()
    .describe(
      "How many nodes there are at first, later the autoscaler decides. Without it: `min`.",
    ),
  diskGiB: wholeNumber(20, 16_384)
    .default(80)
    .describe("Disk of each node in GiB, for images and logs."),
});

const GROUP_NAME = "a group name of at most 20 lower-case letters, digits and hyphens";

const waf = section({
  rateLimit: wholeNumber(10, 2_000_000_000).describe(
    "Requests that one address may make in five minutes; more are refused.",
  ),
});

export const awsCluster = section({
  kind: z
    .literal("aws")
    .describe(
      "`aws`: a cluster on Amazon EKS with a network of its own, which the stack makes; see docs/clouds.md. Credentials come " +
        "from the environment, as for the AWS CLI.",
    ),
  name,
  environment,
  domain,
  region: awsRegion,
  vpc: existingVpc
    .optional()
    .describe(
      "A network that is there already, which the cluster is made in. It is used and never changed or deleted; see docs/clouds.md. " +
        "Without it: the stack makes one.",
    ),
  databaseSubnets,
  availabilityZones: availabilityZones
    .optional()
    .describe(
      "Only for `aws`: two or three zones of the region, in any order. `aws ec2 describe-availability-zones` lists them. Needed " +
        "unless there is a `vpc`.",
    ),
  vpcCidr: ipv4Range("a private IPv4 range such as 10.20.0.0/16").describe(
    "For `aws`: range of the network, /16 to /19 where the stack makes it. Nodes and pods have their addresses in it, so it cannot be that of a " +
      "network that is to be connected to it. It never changes.",
  ),
  serviceCidr: ipv4Range("a private IPv4 range such as 172.20.0.0/16")
    .default("172.20.0.0/16")
    .describe(
      "For `aws`: range that Services get their cluster IPs from, /12 to /24, outside of `vpcCidr`. It never changes.",
    ),
  natGateways: oneOf(["one", "per-zone"])
    .optional()
    .describe(
      "Only for `aws`, without `vpc`: `one` gateway to the internet for all zones, which all lose with its zone, or one " +
        "`per-zone`. Without it: `one`.",
    ),
  apiAccess: oneOf(["public", "cidrs", "private"]).describe(
    "For `aws`: from where the Kubernetes API is reached: anywhere with a login (`public`), the ranges of `apiCidrs` " +
      "on the internet (`cidrs`), or those of private networks (`private`). Runners of GitHub's reach it only if `public`.",
  ),
  apiCidrs,
  runner,
  admins: z
    .array(text(/^arn:aws:iam::[0-9]{12}:(?:role|user)\/[A-Za-z0-9+=,.@_/-]{1,512}$/, ARN), ADMINS)
    .min(1, ADMINS)
    .describe(
      "Only for `aws`: ARNs of the IAM roles and users who may do everything on the cluster. Whoever runs `pulumi`, also the " +
        "role of GitHub's workflow, must be among them.",
    ),
  kubernetesVersion: text(
    /^1\.[3-9][0-9]$/,
    'a minor version of Kubernetes, for example "1.34"',
  ).describe(
    "For `aws`: minor version of Kubernetes, in quotes. It goes up one at a time, and never down.",
  ),
  nodeGroups: z
    .record(
      text(/^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/, GROUP_NAME),
      nodeGroup,
      "groups of nodes by name, as in stacks/Pulumi.example-aws.yaml",
    )
    .describe("Only for `aws`: groups of nodes by name, at least one."),
  waf: waf
    .optional()
    .describe(
      "Only for `aws`: makes a firewall for load balancers of the kind ALB, with rules that AWS keeps. Without it: none.",
    ),
  deletionProtection,
  client,
});
