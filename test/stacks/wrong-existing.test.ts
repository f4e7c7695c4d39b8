import { describe, expect, it } from "vitest";
import { cluster, rds } from "./support/aws";
import * as digitalocean from "./support/digitalocean";
import { existing, existingCluster } from "./support/existing";
import { flow } from "./support/flow";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const count = (problems: number) =>
  `stacks/Pulumi.campus.yaml: ${problems} settings need attention:`;

const VPC = "{ existing: vpc-0a1b2c3d, privateSubnets: [subnet-0a1b2c3d, subnet-1a2b3c4d] }";
const SUBNETS = "{ ids: [subnet-2a3b4c5d, subnet-3a4b5c6d], cidrs: [10.20.6.0/24, 10.20.7.0/24] }";

const WRONG: readonly WrongFile[] = [
  [
    "what one to be made has, beside one that exists",
    { ...cluster(), ...existing.rds({ size: "db.m7g.large", multiAz: "true" }) },
    count(2),
    "  openedx:mysql.size is no known setting.",
    "    Known here: kind, existing, port, network.",
    "  openedx:mysql.multiAz is no known setting.",
    "    Known here: kind, existing, port, network.",
  ],
  [
    "names that a cloud does not give",
    {
      ...existingCluster.aws({ existing: "shared cluster", nodeSecurityGroup: "nodes" }),
      ...existing.rds({ existing: "Shared", network: undefined }),
    },
    count(4),
    '  openedx:cluster.existing is "shared cluster".',
    "    Write the name of an EKS cluster; `aws eks list-clusters` lists them.",
    '  openedx:cluster.nodeSecurityGroup is "nodes".',
    "    Write the id of a security group, such as sg-0a1b2c3d.",
    '  openedx:mysql.existing is "Shared".',
    "    Write the identifier of an RDS instance in lower case, for example campus-mysql.",
    "  openedx:mysql.network is missing.",
    "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml.",
  ],
  [
    "an empty name of a server and of a cluster",
    {
      ...existingCluster.digitalocean({ existing: '""' }),
      ...existing.digitalocean({ existing: '""' }),
    },
    count(2),
    "  openedx:cluster.existing is empty.",
    "    Write the name of a Kubernetes cluster; `doctl kubernetes cluster list` lists them, or remove it if it is not needed.",
    "  openedx:mysql.existing is empty.",
    "    Write the name of a database cluster; `doctl databases list` lists them, or remove it if it is not needed.",
  ],
  [
    "a kind that has nothing to look up",
    { ...cluster(), mysql: "{ kind: external, existing: shared }" },
    ONE,
    '  openedx:mysql.kind is "external".',
    "    Write one of: rds, digitalocean.",
  ],
  [
    "a server of RDS beside a cluster that is not on AWS",
    existing.rds(),
    ONE,
    "  openedx:mysql.kind is rds, while openedx:cluster.kind is existing.",
    "    Write external and where the server is, or aws for the cluster, in whose region the server is looked up.",
  ],
  [
    "a server of DigitalOcean beside a cluster that is not there",
    existing.digitalocean(),
    ONE,
    "  openedx:mysql.kind is digitalocean, while openedx:cluster.kind is existing.",
    "    Write external and where the server is, or digitalocean for the cluster, in whose account the server is looked up.",
  ],
  [
    "a server to be made on a cluster that says no subnets for it",
    { ...rds(), ...existingCluster.aws() },
    ONE,
    "  openedx:cluster.databaseSubnets is missing, while openedx:mysql.kind is rds.",
    "    Write the subnets that the server is made in, ids and cidrs, or existing for openedx:mysql, instead of a size.",
  ],
  [
    "what a network of the stack's own has, beside one that exists",
    { ...rds(), ...cluster({ vpc: VPC, natGateways: "one" }) },
    count(3),
    "  openedx:cluster.availabilityZones is set, while openedx:cluster.vpc is too.",
    "    Remove one of the two: a network that exists has its zones and its way out already.",
    "  openedx:cluster.natGateways is set, while openedx:cluster.vpc is too.",
    "    Remove one of the two: a network that exists has its zones and its way out already.",
    "  openedx:cluster.databaseSubnets is missing, while openedx:mysql.kind is rds.",
    "    Write the subnets that the server is made in, ids and cidrs, or existing for openedx:mysql, instead of a size.",
  ],
  [
    "a network of the stack's own without zones, and with subnets of another",
    cluster({ availabilityZones: undefined, databaseSubnets: SUBNETS }),
    count(2),
    "  openedx:cluster.availabilityZones is missing.",
    "    Write two or three zones of the region, in a list such as [eu-central-1a, eu-central-1b].",
    "  openedx:cluster.databaseSubnets is set, while openedx:cluster.vpc is not.",
    "    Remove it, as the stack makes them, or write openedx:cluster.vpc.",
  ],
  [
    "ids of networks and subnets that are none",
    cluster({
      availabilityZones: undefined,
      vpc: "{ existing: campus, privateSubnets: [subnet-0a1b2c3d] }",
    }),
    count(2),
    '  openedx:cluster.vpc.existing is "campus".',
    "    Write the id of a VPC, such as vpc-0a1b2c3d.",
    "  openedx:cluster.vpc.privateSubnets is a list.",
    "    Write ids of subnets in a list, such as [subnet-0a1b2c3d, subnet-1a2b3c4d].",
  ],
  [
    "a network of DigitalOcean by a name",
    digitalocean.cluster({ vpc: "{ existing: campus }" }),
    ONE,
    '  openedx:cluster.vpc.existing is "campus".',
    "    Write the UUID of a network; `doctl vpcs list` lists them.",
  ],
  [
    "ranges that do not begin with their address",
    {
      ...existingCluster.aws({
        network: "{ pods: [10.20.1.0/16], services: [172.20.0.0/16], nodes: [10.20.0.0/16] }",
      }),
      ...existing.rds({ network: "{ cidrs: [10.20.5.7/24] }" }),
    },
    count(2),
    '  openedx:cluster.network.pods[0] is "10.20.1.0/16", whose address is not the first of its range.',
    "    Write 10.20.0.0/16, or /32 for this one address.",
    '  openedx:mysql.network.cidrs[0] is "10.20.5.7/24", whose address is not the first of its range.',
    "    Write 10.20.5.0/24, or /32 for this one address.",
  ],
  [
    "a password that DigitalOcean tells, and a kubeconfig that is asked for each time",
    {
      ...existingCluster.digitalocean(),
      ...existing.digitalocean(),
      kubeconfig: "{ secure: v1:x }",
      mysqlAdminPassword: "{ secure: v1:x }",
    },
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

describe("a stack on what is there already", () => {
  it("needs the password of a server on RDS, and no other secret", () => {
    const { problems, missingSecrets } = checked(
      stackFile({ ...existingCluster.aws(), ...existing.rds() }),
    );
    expect([problems, missingSecrets.map(({ path }) => path)]).toEqual([
      [],
      [["mysqlAdminPassword"]],
    ]);
  });

  it("needs no secret on DigitalOcean", () => {
    const { problems, missingSecrets } = checked(
      stackFile({ ...existingCluster.digitalocean(), ...existing.digitalocean() }),
    );
    expect([problems, missingSecrets]).toEqual([[], []]);
  });

  it("may have a server that exists on a cluster that it makes, and the other way round", () => {
    for (const sections of [
      { ...cluster(), ...existing.rds() },
      { ...digitalocean.cluster(), ...existing.digitalocean() },
      {
        ...rds(),
        ...cluster({
          vpc: VPC,
          availabilityZones: undefined,
          vpcCidr: "10.20.0.0/22",
          databaseSubnets: SUBNETS,
        }),
      },
      digitalocean.cluster({ vpc: "{ existing: 5a4981aa-9653-4bd1-bef5-d6bff52042e4 }" }),
      { ...digitalocean.mysql(), ...existingCluster.digitalocean() },
    ])
      expect(checked(stackFile(sections)).problems).toEqual([]);
  });

  it("protects its instances by what the cluster is for, and nothing that is not its own", () => {
    const { settings } = checked(
      stackFile({ ...existingCluster.aws({ environment: "production" }), ...existing.rds() }),
    );
    expect(settings?.instances.map((its) => its.deletionProtection)).toEqual([true, true]);
    for (const its of [settings?.cluster, settings?.mysql])
      expect(its).not.toHaveProperty("deletionProtection");
  });

  it("says what each form of a section has, not both", () => {
    const mysql = flow({ kind: "rds", sice: "db.m7g.large", storageGiB: "100" });
    expect(messageOf(stackFile({ ...cluster(), mysql })).split("\n")).toEqual([
      count(2),
      "  openedx:mysql.size is missing.",
      "    Write a class of RDS instances, for example db.m7g.large.",
      "  openedx:mysql.sice is no known setting.",
      "    Known here: kind, size, storageGiB, maxStorageGiB, multiAz, backupDays, backupHour, maintenance, alarmTopic, deletionProtection.",
    ]);
  });
});
