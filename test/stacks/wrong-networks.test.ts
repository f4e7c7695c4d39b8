import { describe, expect, it } from "vitest";
import { cluster as onDigitalOcean } from "./support/digitalocean";
import { cluster as onAws } from "./support/aws";
import { existing } from "./support/existing";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const OWN_RANGES =
  "    Write the address ranges where instances reach the server, which reach no other, for example network: { cidrs: [10.0.5.0/24] }.";
const OUTSIDE =
  "    Write the ranges of the server: what is sent to an address of a pod or Service does not leave the cluster.";
const PART = "    Write address ranges in a list, such as [10.0.0.0/16], none of them everything.";

const cluster = (network: string) =>
  `{ kind: existing, name: campus, environment: staging, domain: example.org${network} }`;
const mysql = (more: string) => `{ kind: external, access: direct, ${more} }`;
const mongodb = (more: string) =>
  `{ kind: atlas, projectId: 5f1c0a9be4b0c23d9a7e6f10, clusterName: campus, ${more} }`;
const storage = (more: string) =>
  `{ kind: s3-compatible, access: given, region: us-east-1, ${more} }`;

const WRONG: readonly WrongFile[] = [
  [
    "a cluster whose addresses nobody has stated",
    { cluster: cluster("") },
    ONE,
    "  openedx:cluster.network is missing.",
    "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml.",
  ],
  [
    "ranges that are none, or everything, or not in a list",
    {
      cluster: cluster(
        ", network: { pods: [10.244.0.0], services: 10.245.0.0/16, nodes: [10.10.0.0/16, 0.0.0.0/0] }",
      ),
    },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    '  openedx:cluster.network.pods[0] is "10.244.0.0".',
    PART,
    '  openedx:cluster.network.services is "10.245.0.0/16".',
    PART,
    '  openedx:cluster.network.nodes[1] is "0.0.0.0/0".',
    PART,
  ],
  [
    "empty lists",
    {
      cluster: cluster(", network: { pods: [], services: [10.245.0.0/16], nodes: [fd00::/64] }"),
      mysql: mysql("host: 10.10.5.7, network: { cidrs: [] }"),
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    "  openedx:cluster.network.pods is an empty list.",
    PART,
    "  openedx:mysql.network.cidrs is an empty list.",
    "    Write address ranges in a list, such as [10.0.0.0/16].",
  ],
  [
    "ranges whose address is one inside them",
    {
      cluster: cluster(
        ", network: { pods: [10.244.1.0/16], services: [10.245.0.0/16], nodes: [10.10.0.0/16] }",
      ),
      mysql: mysql("host: 10.10.5.7, network: { cidrs: [10.10.5.7/24] }"),
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    '  openedx:cluster.network.pods[0] is "10.244.1.0/16", whose address is not the first of its range.',
    "    Write 10.244.0.0/16, or /32 for this one address.",
    '  openedx:mysql.network.cidrs[0] is "10.10.5.7/24", whose address is not the first of its range.',
    "    Write 10.10.5.0/24, or /32 for this one address.",
  ],
  [
    "servers that have a name, and may be anywhere",
    {
      mysql: mysql("host: mysql.example.org"),
      mongodb: mongodb("host: 'mongodb://10.0.0.1,m.example.org:27018'"),
      storage: storage("endpoint: 'https://s3.example.org:9000'"),
    },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    "  openedx:mysql.network is missing, while openedx:mysql.host has the name mysql.example.org.",
    OWN_RANGES,
    "  openedx:mongodb.network is missing, while openedx:mongodb.host has the name m.example.org.",
    OWN_RANGES,
    "  openedx:storage.network is missing, while openedx:storage.endpoint has the name s3.example.org.",
    OWN_RANGES,
  ],
  [
    "a server that is in none of its ranges",
    { mysql: mysql("host: 10.10.6.7, network: { cidrs: [10.10.5.0/24, fd00::/64] }") },
    ONE,
    "  openedx:mysql.network.cidrs has no range with 10.10.6.7, which is in openedx:mysql.host.",
    "    Add 10.10.6.7/32, or the subnet that it is in.",
  ],
  [
    "ports from the higher to the lower",
    {
      mongodb: mongodb(
        "host: mongodb+srv://a.example.org, network: { cidrs: [10.0.0.0/24], ports: { from: 1026, to: 1024 } }",
      ),
    },
    ONE,
    "  openedx:mongodb.network.ports is 1026 to 1024, which is backward.",
    "    Write the lower port as from, the higher one as to.",
  ],
  [
    "servers outside of the cluster at addresses of its Services and pods",
    {
      ...onDigitalOcean(),
      ...existing.digitalocean({ network: "{ cidrs: [10.30.5.0/24, 10.33.4.0/24] }" }),
      mongodb: mongodb("host: mongodb+srv://a.example.org, network: { cidrs: [10.32.7.0/24] }"),
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    "  openedx:mysql.network.cidrs[1] is 10.33.4.0/24, which is in openedx:cluster.serviceCidr, 10.33.0.0/19.",
    OUTSIDE,
    "  openedx:mongodb.network.cidrs[0] is 10.32.7.0/24, which is in openedx:cluster.podCidr, 10.32.0.0/16.",
    OUTSIDE,
  ],
  [
    "such a server beside a cluster that exists",
    {
      mongodb: mongodb(
        "host: mongodb+srv://a.example.org, network: { cidrs: [10.245.7.0/24, 10.244.7.0/24] }",
      ),
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    "  openedx:mongodb.network.cidrs[0] is 10.245.7.0/24, which is in openedx:cluster.network.services, 10.245.0.0/16.",
    OUTSIDE,
    "  openedx:mongodb.network.cidrs[1] is 10.244.7.0/24, which is in openedx:cluster.network.pods, 10.244.0.0/16.",
    OUTSIDE,
  ],
  [
    "no ingress controller",
    { platform: "{}" },
    ONE,
    "  openedx:platform.ingress is missing.",
    "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml.",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("a stack file is accepted with", () => {
  it.each([
    ["IPv6 ranges", { mysql: mysql("host: db, network: { cidrs: ['fd00:1::/64', 10.0.0.0/8] }") }],
    ["a server anywhere", { mysql: mysql("host: db, network: { cidrs: [0.0.0.0/0] }") }],
    ["servers by address", { mongodb: mongodb("host: 'mongodb://10.0.0.1:27018,10.0.0.2'") }],
    [
      "Atlas anywhere, or in the network of pods on AWS",
      {
        ...onAws(),
        mongodb: mongodb("host: a.example.org, network: { cidrs: [0.0.0.0/0, 10.20.5.0/24] }"),
      },
    ],
    ["a store on the internet", { storage: storage("endpoint: 'https://s3.example.org'") }],
    ["a store by address", { storage: storage("endpoint: 'http://10.0.7.1:9000'") }],
  ])("%s", (_, sections) => {
    expect(checked(stackFile(sections)).problems).toEqual([]);
  });
});
