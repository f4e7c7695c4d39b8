import { describe, expect, it } from "vitest";
import { cluster, mysql } from "./support/digitalocean";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const count = (problems: number) =>
  `stacks/Pulumi.campus.yaml: ${problems} settings need attention:`;

const REGIONS = "ams3, atl1, blr1, fra1, lon1, nyc1, nyc3, sfo2, sfo3, sgp1, syd1, tor1";
const RESERVED = "10.244.0.0/16, 10.245.0.0/16, 10.246.0.0/24, 10.229.0.0/16";

const WRONG: readonly WrongFile[] = [
  [
    "settings that are missing",
    cluster({ region: undefined, apiAccess: undefined, podCidr: undefined, pools: undefined }),
    count(4),
    "  openedx:cluster.region is missing.",
    `    Write one of: ${REGIONS}.`,
    "  openedx:cluster.podCidr is missing.",
    "    Write a private IPv4 range such as 10.32.0.0/16.",
    "  openedx:cluster.apiAccess is missing.",
    "    Write one of: public, cidrs.",
    "  openedx:cluster.pools is missing.",
    "    Write pools of nodes by name, as in stacks/Pulumi.example-digitalocean.yaml.",
  ],
  [
    "a region, a version and a size that DigitalOcean has not",
    cluster({
      region: "nyc2",
      kubernetesVersion: '"1.34"',
      pools: "{ general: { size: m7i.xlarge, min: 2, max: 4 } }",
    }),
    count(3),
    '  openedx:cluster.region is "nyc2".',
    `    Write one of: ${REGIONS}.`,
    '  openedx:cluster.kubernetesVersion is "1.34".',
    "    Write the slug of a version, for example 1.34.1-do.1; `doctl kubernetes options versions` lists them.",
    '  openedx:cluster.pools.general.size is "m7i.xlarge".',
    "    Write the slug of a Droplet size, for example s-4vcpu-8gb; `doctl kubernetes options sizes` lists them.",
  ],
  [
    "networks that are too small, not private, or do not begin with their address",
    cluster({ vpcCidr: "10.30.0.0/25", podCidr: "100.64.0.0/16", serviceCidr: "10.33.1.0/19" }),
    count(3),
    '  openedx:cluster.vpcCidr is "10.30.0.0/25".',
    "    Write a range from /16 to /24.",
    '  openedx:cluster.podCidr is "100.64.0.0/16", which is not private.',
    "    Write a range in one of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.",
    '  openedx:cluster.serviceCidr is "10.33.1.0/19", whose address is not the first of its range.',
    "    Write 10.33.0.0/19.",
  ],
  [
    "networks that overlap",
    cluster({ podCidr: "10.16.0.0/12", serviceCidr: "10.30.4.0/22" }),
    count(2),
    "  openedx:cluster.podCidr is 10.16.0.0/12, which overlaps openedx:cluster.vpcCidr, 10.30.0.0/20.",
    "    Write ranges that have no address in common.",
    "  openedx:cluster.serviceCidr is 10.30.4.0/22, which overlaps openedx:cluster.vpcCidr, 10.30.0.0/20.",
    "    Write ranges that have no address in common.",
  ],
  [
    "a network that DigitalOcean keeps for itself",
    cluster({ vpcCidr: "10.245.16.0/20" }),
    ONE,
    "  openedx:cluster.vpcCidr is 10.245.16.0/20, which overlaps 10.245.0.0/16, a range that DigitalOcean keeps for itself.",
    `    Write a range apart from ${RESERVED}.`,
  ],
  [
    "ranges for an API that is open to all",
    cluster({ apiCidrs: "[203.0.113.0/24]" }),
    ONE,
    "  openedx:cluster.apiCidrs is set, while openedx:cluster.apiAccess is public.",
    "    Write cidrs for apiAccess, or remove it.",
  ],
  [
    "an API that nobody reaches",
    cluster({ apiAccess: "cidrs" }),
    count(2),
    "  openedx:cluster.apiCidrs is missing, while openedx:cluster.apiAccess is cidrs.",
    "    Write the ranges that the Kubernetes API is reached from; where pulumi runs must be in one of them.",
    "  openedx:cluster.runner is missing, while openedx:cluster.apiAccess is cidrs.",
    "    Write self-hosted, and have a runner in one of apiCidrs: GitHub's own do not reach the cluster; see docs/github.md.",
  ],
  [
    "a range of the API that does not begin with its address",
    cluster({ apiAccess: "cidrs", apiCidrs: "[203.0.113.7/24]", runner: "self-hosted" }),
    ONE,
    '  openedx:cluster.apiCidrs[0] is "203.0.113.7/24", whose address is not the first of its range.',
    "    Write 203.0.113.0/24.",
  ],
  [
    "a window that is none",
    cluster({ maintenance: '{ day: sun, startTime: "2:30" }' }),
    count(2),
    '  openedx:cluster.maintenance.day is "sun".',
    "    Write one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday, any.",
    '  openedx:cluster.maintenance.startTime is "2:30".',
    '    Write a full hour in quotes, for example "02:00".',
  ],
  [
    "no nodes",
    cluster({ pools: "{}", baseNodes: "0" }),
    ONE,
    "  openedx:cluster.baseNodes is 0.",
    "    Write a whole number from 1 to 10.",
  ],
  [
    "no pools",
    cluster({ pools: "{}" }),
    ONE,
    "  openedx:cluster.pools is empty.",
    "    Write at least one pool of nodes, as in stacks/Pulumi.example-digitalocean.yaml.",
  ],
  [
    "a pool with a name that DigitalOcean would refuse",
    cluster({ pools: "{ General: { size: s-4vcpu-8gb, min: 1, max: 2 } }" }),
    ONE,
    "  openedx:cluster.pools.General has a name that cannot be used.",
    "    Write a pool name of at most 20 lower-case letters, digits and hyphens.",
  ],
  [
    "a pool with fewer nodes than the fewest",
    cluster({ pools: "{ general: { size: s-4vcpu-8gb, min: 3, max: 2 } }" }),
    ONE,
    "  openedx:cluster.pools.general.max is 2, while min is 3.",
    "    Write a max that is not below min.",
  ],
  [
    "a managed MySQL server beside a cluster that is not on DigitalOcean",
    { mysql: mysql().mysql },
    ONE,
    "  openedx:mysql.kind is digitalocean, while openedx:cluster.kind is existing.",
    "    Write external and where the server is, or digitalocean for the cluster: the server is made in the cluster's network.",
  ],
  [
    "a managed MySQL server with values that DigitalOcean refuses",
    mysql({ size: "s-1vcpu-1gb", nodes: "4", maintenance: "{ day: any }", sqlMode: "[ansi]" }),
    count(4),
    '  openedx:mysql.size is "s-1vcpu-1gb".',
    "    Write the slug of a database size, for example db-s-2vcpu-4gb; `doctl databases options slugs --engine mysql` lists them.",
    "  openedx:mysql.nodes is 4.",
    "    Write a whole number from 1 to 3.",
    '  openedx:mysql.maintenance.day is "any".',
    "    Write one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday.",
    '  openedx:mysql.sqlMode[0] is "ansi".',
    "    Write SQL modes of MySQL in a list, such as [STRICT_TRANS_TABLES, NO_ENGINE_SUBSTITUTION].",
  ],
  [
    "secrets that the stack makes itself",
    { ...mysql(), kubeconfig: "{ secure: v1:x }", mysqlAdminPassword: "{ secure: v1:x }" },
    count(2),
    "  openedx:kubeconfig is set, but openedx:cluster.kind is digitalocean.",
    "    Run: pulumi config rm --stack campus openedx:kubeconfig",
    "  openedx:mysqlAdminPassword is set, but openedx:mysql.kind is digitalocean.",
    "    Run: pulumi config rm --stack campus openedx:mysqlAdminPassword",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("a stack on DigitalOcean", () => {
  it.each([
    ...["s-4vcpu-8gb", "s-4vcpu-8gb-amd", "c-4", "c-4-intel", "c2-2vcpu-4gb", "so1_5-2vcpu-16gb"],
    ...["m3-2vcpu-16gb-intel", "gd-2vcpu-8gb", "s-2vcpu-8gb-160gb-intel"],
  ])("takes nodes of the size %s", (size) => {
    const pools = `{ general: { size: ${size}, min: 1, max: 1 } }`;
    expect(checked(stackFile(cluster({ pools }))).problems).toEqual([]);
  });

  it("needs no secret, as it makes cluster and server itself", () => {
    const { problems, missingSecrets } = checked(stackFile(mysql()));
    expect([problems, missingSecrets]).toEqual([[], []]);
  });

  it.each([
    ["staging", {}, {}, [false, false]],
    ["production", {}, {}, [true, true]],
    ["production", { deletionProtection: "false" }, {}, [false, false]],
    ["staging", {}, { deletionProtection: "true" }, [false, true]],
  ])("of %s with %j and %j is protected: %j", (environment, ofCluster, ofServer, expected) => {
    const sections = { ...mysql(ofServer), ...cluster({ environment, ...ofCluster }) };
    const { settings } = checked(stackFile(sections));
    const protection = [settings?.cluster, settings?.mysql].map(
      (its) => its && "deletionProtection" in its && its.deletionProtection,
    );
    expect(protection).toEqual(expected);
  });
});
