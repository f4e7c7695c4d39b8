import { describe, expect, it } from "vitest";
import { atlas } from "./support/aws";
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

/** A cluster on Atlas, beside one that somebody else runs. */
const onAtlas = (...more: string[]) => ({
  mongodb: `{ ${["kind: atlas", 'projectId: "5f1c0a9be4b0c23d9a7e6f10"', ...more].join(", ")} }`,
});

const WRONG: readonly WrongFile[] = [
  [
    "a cluster on Atlas that is to be made where no private endpoint can be",
    onAtlas("size: M30"),
    ONE,
    "  openedx:mongodb.size is set, while openedx:cluster.kind is existing.",
    "    Make the cluster in Atlas, and write its clusterName and host instead: the stack makes one only behind a private endpoint in the network of a cluster of kind aws.",
  ],
  [
    "a cluster on Atlas that neither exists nor is to be made",
    onAtlas(),
    count(2),
    "  openedx:mongodb.clusterName is missing.",
    "    Write the name of the Atlas cluster: at most 64 letters, digits and hyphens. Or write size: a tier such as M30, for a cluster that the stack makes.",
    "  openedx:mongodb.host is missing.",
    "    Write an address without user, password or options, for example mongodb+srv://campus.abc12.mongodb.net.",
  ],
  [
    "a cluster on Atlas that is to be made and exists",
    atlas({ clusterName: "campus", host: "10.0.5.9", network: "{ cidrs: [10.0.5.0/24] }" }),
    count(3),
    ...["clusterName", "host", "network"].flatMap((key) => [
      `  openedx:mongodb.${key} is set, while openedx:mongodb.size is too.`,
      "    Remove it: the stack makes the cluster and knows where it is. Or remove size, to use a cluster that exists.",
    ]),
  ],
  [
    "what is said of a cluster on Atlas that exists, as if the stack made it",
    onAtlas("clusterName: campus", "host: 10.0.5.9", "nodes: 3", "backupDays: 35"),
    count(2),
    ...["nodes", "backupDays"].flatMap((key) => [
      `  openedx:mongodb.${key} is set, while openedx:mongodb.size is not.`,
      "    Remove it: the stack leaves a cluster that exists as it is. Or write size: a tier such as M30, for one that it makes.",
    ]),
  ],
  [
    "a cluster on Atlas with values that Atlas refuses",
    atlas({ size: "M5", nodes: "4", version: '"6"', backupDays: "1" }),
    count(4),
    '  openedx:mongodb.size is "M5".',
    "    Write an Atlas cluster tier from M10 on, for example M30.",
    "  openedx:mongodb.nodes is 4.",
    "    Write 3, 5 or 7.",
    '  openedx:mongodb.version is "6".',
    "    Write 7 or 8, a major version of MongoDB.",
    "  openedx:mongodb.backupDays is 1.",
    "    Write a whole number from 2 to 365.",
  ],
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
    "    Write the slug of a database size, for example db-s-2vcpu-4gb; `doctl databases options slugs --engine mongodb` lists them.",
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
    "  openedx:mongodb.network is no known setting.",
    "    Known here: kind, size, nodes, version, maintenance, deletionProtection.",
  ],
  [
    "a server that exists and is to be made",
    found(NETWORK, "size: db-s-1vcpu-1gb", "nodes: 1", "deletionProtection: true"),
    count(3),
    ...["size", "nodes", "deletionProtection"].flatMap((key) => [
      `  openedx:mongodb.${key} is no known setting.`,
      "    Known here: kind, existing, network.",
    ]),
  ],
  [
    "a server that exists, and nobody knows where",
    found(),
    ONE,
    "  openedx:mongodb.network is missing.",
    "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml.",
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

  it("is opened with all else of the stack", () => {
    const sections = { ...mongodb({ deletionProtection: "true" }), deletionProtection: "false" };
    expect(checked(stackFile(sections)).settings?.mongodb).toMatchObject({
      deletionProtection: false,
    });
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

describe("a cluster on Atlas", () => {
  it("that is made has defaults for all that need not be said, and is protected as the cluster is", () => {
    const { settings, problems } = checked(stackFile(atlas()));
    expect(problems).toEqual([]);
    expect(settings?.mongodb).toEqual({
      kind: "atlas",
      projectId: "5f1c0a9be4b0c23d9a7e6f10",
      size: "M30",
      nodes: 3,
      version: "7",
      backupDays: 35,
      deletionProtection: false,
    });
    const { mongodb: own } =
      checked(stackFile(atlas({ deletionProtection: "true" }))).settings ?? {};
    expect(own).toMatchObject({ deletionProtection: true });
  });

  it("that exists is as it is written", () => {
    const { settings, problems } = checked(
      stackFile(onAtlas("clusterName: campus", "host: 10.0.5.9")),
    );
    expect(problems).toEqual([]);
    expect(settings?.mongodb).toEqual({
      kind: "atlas",
      projectId: "5f1c0a9be4b0c23d9a7e6f10",
      clusterName: "campus",
      host: "10.0.5.9",
    });
  });
});
