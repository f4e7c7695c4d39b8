import { describe, expect, it } from "vitest";
import { cluster } from "./support/aws";
import { messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const count = (problems: number) =>
  `stacks/Pulumi.campus.yaml: ${problems} settings need attention:`;

const NODES = "instanceTypes: [m7i.xlarge]";

const WRONG: readonly WrongFile[] = [
  [
    "settings that are missing",
    cluster({ region: undefined, apiAccess: undefined, admins: "[]", nodeGroups: undefined }),
    count(4),
    "  openedx:cluster.region is missing.",
    "    Write a region of AWS outside of China and GovCloud, for example eu-central-1.",
    "  openedx:cluster.apiAccess is missing.",
    "    Write one of: public, cidrs, private.",
    "  openedx:cluster.admins is an empty list.",
    "    Write a list with the ARN of at least one IAM role or user.",
    "  openedx:cluster.nodeGroups is missing.",
    "    Write groups of nodes by name, as in stacks/Pulumi.example-aws.yaml.",
  ],
  [
    "a region where ARNs are others",
    cluster({ region: "cn-north-1", availabilityZones: "[cn-north-1a, cn-north-1b]" }),
    count(3),
    '  openedx:cluster.region is "cn-north-1".',
    "    Write a region of AWS outside of China and GovCloud, for example eu-central-1.",
    '  openedx:cluster.availabilityZones[0] is "cn-north-1a".',
    "    Write two or three zones of the region, in a list such as [eu-central-1a, eu-central-1b].",
    '  openedx:cluster.availabilityZones[1] is "cn-north-1b".',
    "    Write two or three zones of the region, in a list such as [eu-central-1a, eu-central-1b].",
  ],
  [
    "one zone",
    cluster({ availabilityZones: "[eu-central-1a]" }),
    ONE,
    "  openedx:cluster.availabilityZones is a list.",
    "    Write two or three zones of the region, in a list such as [eu-central-1a, eu-central-1b].",
  ],
  [
    "zones of another region, or one twice",
    cluster({ availabilityZones: "[eu-central-1a, eu-west-1b, eu-central-1a]" }),
    count(2),
    '  openedx:cluster.availabilityZones[1] is "eu-west-1b", while openedx:cluster.region is eu-central-1.',
    "    Write a zone of the region, for example eu-central-1a.",
    '  openedx:cluster.availabilityZones[2] is "eu-central-1a", which is there already.',
    "    Remove it.",
  ],
  [
    "a network that is no range",
    cluster({ vpcCidr: "10.20.0.0" }),
    ONE,
    '  openedx:cluster.vpcCidr is "10.20.0.0".',
    "    Write a private IPv4 range such as 10.20.0.0/16.",
  ],
  [
    "a network that is too small, and one that is not private",
    cluster({ vpcCidr: "10.20.0.0/24", serviceCidr: "100.64.0.0/16" }),
    count(2),
    '  openedx:cluster.vpcCidr is "10.20.0.0/24".',
    "    Write a range from /16 to /19.",
    '  openedx:cluster.serviceCidr is "100.64.0.0/16", which is not private.',
    "    Write a range in one of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.",
  ],
  [
    "a network that does not begin with its address",
    cluster({ vpcCidr: "10.20.1.0/16" }),
    ONE,
    '  openedx:cluster.vpcCidr is "10.20.1.0/16", whose address is not the first of its range.',
    "    Write 10.20.0.0/16.",
  ],
  [
    "networks that overlap",
    cluster({ vpcCidr: "172.20.128.0/17" }),
    ONE,
    "  openedx:cluster.serviceCidr is 172.20.0.0/16, which overlaps openedx:cluster.vpcCidr, 172.20.128.0/17.",
    "    Write two ranges that have no address in common.",
  ],
  [
    "ranges for an API that is open to all",
    cluster({ apiCidrs: "[203.0.113.0/24]" }),
    ONE,
    "  openedx:cluster.apiCidrs is set, while openedx:cluster.apiAccess is public.",
    "    Write cidrs or private for apiAccess, or remove it.",
  ],
  [
    "an API that nobody reaches",
    cluster({ apiAccess: "private", runner: "github-hosted" }),
    count(2),
    "  openedx:cluster.apiCidrs is missing, while openedx:cluster.apiAccess is private.",
    "    Write the ranges that the Kubernetes API is reached from; where pulumi runs must be in one of them.",
    "  openedx:cluster.runner is github-hosted, while openedx:cluster.apiAccess is private.",
    "    Write self-hosted, and have a runner in one of apiCidrs: GitHub's own do not reach the cluster; see docs/github.md.",
  ],
  [
    "an API for some ranges, without a word about the runner",
    cluster({ apiAccess: "cidrs", apiCidrs: "[203.0.113.7/24]" }),
    count(2),
    '  openedx:cluster.apiCidrs[0] is "203.0.113.7/24", whose address is not the first of its range.',
    "    Write 203.0.113.0/24.",
    "  openedx:cluster.runner is missing, while openedx:cluster.apiAccess is cidrs.",
    "    Write self-hosted, and have a runner in one of apiCidrs: GitHub's own do not reach the cluster; see docs/github.md.",
  ],
  [
    "the session of a role in place of the role, and one that is there twice",
    cluster({ admins: "[arn:aws:sts::111122223333:assumed-role/pulumi/me]" }),
    ONE,
    '  openedx:cluster.admins[0] is "arn:aws:sts::111122223333:assumed-role/pulumi/me".',
    "    Write the ARN of an IAM role or user, for example arn:aws:iam::111122223333:role/pulumi; not that of a session, which has assumed-role in it.",
  ],
  [
    "an administrator who is there twice, by whatever path",
    cluster({
      admins: "[arn:aws:iam::111122223333:role/pulumi, arn:aws:iam::111122223333:role/ci/pulumi]",
    }),
    ONE,
    '  openedx:cluster.admins[1] is "arn:aws:iam::111122223333:role/ci/pulumi", which is there already.',
    "    Remove it: an account has one role of a name, whatever its path.",
  ],
  [
    "a version that YAML takes for a number",
    cluster({ kubernetesVersion: "1.34" }),
    ONE,
    "  openedx:cluster.kubernetesVersion is 1.34.",
    '    Write a minor version of Kubernetes, for example "1.34"; put it in quotes.',
  ],
  [
    "no nodes",
    cluster({ nodeGroups: "{}" }),
    ONE,
    "  openedx:cluster.nodeGroups is empty.",
    "    Write at least one group of nodes, as in stacks/Pulumi.example-aws.yaml.",
  ],
  [
    "a group of nodes with a name that AWS would refuse",
    cluster({ nodeGroups: `{ General: { ${NODES}, min: 1, max: 2 } }` }),
    ONE,
    "  openedx:cluster.nodeGroups.General has a name that cannot be used.",
    "    Write a group name of at most 20 lower-case letters, digits and hyphens.",
  ],
  [
    "nodes that cannot run the images, fewer than the fewest, and a first number outside",
    cluster({
      nodeGroups:
        "{ a: { instanceTypes: [m7g.large, g4dn.xlarge], min: 3, max: 2 }, " +
        `b: { ${NODES}, min: 3, max: 5, desired: 6 } }`,
    }),
    count(3),
    '  openedx:cluster.nodeGroups.a.instanceTypes[0] is "m7g.large", which has an ARM processor.',
    "    Write a type with an x86 one, such as m7i.xlarge: images of Open edX are built for that.",
    "  openedx:cluster.nodeGroups.a.max is 2, while min is 3.",
    "    Write a max that is not below min.",
    "  openedx:cluster.nodeGroups.b.desired is 6, while min is 3 and max is 5.",
    "    Write a number between the two, or leave it out.",
  ],
  [
    "settings of another kind of cluster",
    cluster({ context: "admin" }),
    ONE,
    "  openedx:cluster.context is no known setting.",
    "    Known here: kind, name, environment, domain, region, vpc, databaseSubnets, availabilityZones, vpcCidr, serviceCidr, natGateways, apiAccess, apiCidrs, runner, admins, kubernetesVersion, nodeGroups, waf, deletionProtection, client.",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});
