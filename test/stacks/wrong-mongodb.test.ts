import { describe, expect, it } from "vitest";
import { mongodb } from "./support/digitalocean";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const count = (problems: number) =>
  `stacks/Pulumi.campus.yaml: ${problems} settings need attention:`;

/** A server that exists, beside whatever cluster. */
const found = (...more: string[]) => ({
  mongodb: `{ ${["kind: digitalocean", "existing: shared-mongodb", ...more].join(", ")} }`,
});
const NETWORK = "network: { cidrs: [10.40.0.0/20] }";

const WRONG: readonly WrongFile[] = [
  [
    "a managed MongoDB server beside a cluster that is not on DigitalOcean",
    { mongodb: mongodb().mongodb },
    ONE,
    "  openedx:mongodb.kind is digitalocean, while openedx:cluster.kind is existing.",
    "    Write existing: and the name of a server that exists, or digitalocean for the cluster: the server is made in the network that the stack makes.",
  ],
  [
    "a managed MongoDB server without a size",
    mongodb({ size: undefined }),
    ONE,
    "  openedx:mongodb.size is missing.",
    "    Write the slug of a database size, for example db-s-2vcpu-4gb, or existing: and the name of a server that exists.",
  ],
  [
    "a managed MongoDB server with values that DigitalOcean refuses",
    mongodb({ size: "M10", nodes: "2", version: "7", maintenance: '{ hour: "4:00" }' }),
    count(4),
    '  openedx:mongodb.size is "M10".',
    "    Write the slug of a database size, for example db-s-2vcpu-4gb; `doctl databases options slugs --engine mongodb` lists them.",
    "  openedx:mongodb.nodes is 2.",
    "    Write 1 or 3.",
    "  openedx:mongodb.version is 7.",
    "    Write 7 or 8, a major version of MongoDB; put it in quotes.",
    '  openedx:mongodb.maintenance.hour is "4:00".',
    '    Write a full hour in quotes, for example "02:00".',
  ],
  [
    "a network of a server that the stack makes",
    mongodb({ network: "{ cidrs: [10.40.0.0/20] }" }),
    ONE,
    "  openedx:mongodb.network is set, while openedx:mongodb.existing is not.",
    "    Remove it: the stack makes the server in the network of the cluster.",
  ],
  [
    "a server that exists and is to be made",
    found(NETWORK, "size: db-s-1vcpu-1gb", "nodes: 1", "deletionProtection: true"),
    count(3),
    ...["size", "nodes", "deletionProtection"].flatMap((key) => [
      `  openedx:mongodb.${key} is set, while openedx:mongodb.existing is too.`,
      "    Remove it: the stack leaves a server that exists as it is.",
    ]),
  ],
  [
    "a server that exists, and nobody knows where",
    found(),
    ONE,
    "  openedx:mongodb.network is missing, while openedx:mongodb.existing is set.",
    "    Write the range of the network that the server is in, for example network: { cidrs: [10.30.0.0/20] }.",
  ],
  [
    "a server that exists in a range that is none",
    found("network: { cidrs: [10.40.0.7/20] }"),
    ONE,
    '  openedx:mongodb.network.cidrs[0] is "10.40.0.7/20", whose address is not the first of its range.',
    "    Write 10.40.0.0/20, or /32 for this one address.",
  ],
  [
    "a name that no server can have",
    { mongodb: `{ kind: digitalocean, existing: Shared, ${NETWORK} }` },
    ONE,
    '  openedx:mongodb.existing is "Shared".',
    "    Write the name of a managed MongoDB server, as `doctl databases list` shows it.",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("a managed MongoDB server of DigitalOcean", () => {
  it("has defaults for all that need not be said, needs no secret, and is protected as the cluster is", () => {
    const { settings, problems, missingSecrets } = checked(stackFile(mongodb()));
    expect(problems).toEqual([]);
    expect(missingSecrets.map(({ path }) => path[0])).toEqual(["mysqlAdminPassword"]);
    expect(settings?.mongodb).toEqual({
      kind: "digitalocean",
      size: "db-s-1vcpu-2gb",
      nodes: 3,
      version: "7",
      maintenance: { day: "sunday", hour: "03:00" },
      deletionProtection: false,
    });
    const own = checked(stackFile(mongodb({ deletionProtection: "true" }))).settings?.mongodb;
    expect(own).toMatchObject({ deletionProtection: true });
  });

  it("that exists is named, and nothing else is said of it", () => {
    const { settings, problems } = checked(stackFile(found(NETWORK)));
    expect(problems).toEqual([]);
    expect(settings?.mongodb).toEqual({
      kind: "digitalocean",
      existing: "shared-mongodb",
      network: { cidrs: ["10.40.0.0/20"] },
    });
  });
});
