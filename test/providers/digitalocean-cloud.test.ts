import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nameFailures } from "../../sandbox/providers/check";
import type { Created, ResourceKind } from "../../sandbox/providers/contract";
import { Account, thingsIn } from "../../sandbox/providers/cloud/account";
import type { DigitalOceanClient } from "../../sandbox/providers/digitalocean/client";
import { accountFile, clustersFolder } from "../../sandbox/providers/digitalocean/cloud";
import type { Properties } from "../../sandbox/providers/value";
import { recordedOnDigitalOcean } from "../support/digitalocean";
import {
  create,
  deleted as deletedBy,
  identity,
  importOf,
  kindOf,
  plain,
  refusals,
  refusedOf,
} from "./support/ask";
import { client, standInFor } from "./support/digitalocean";

const KUBECONFIG = `
current-context: it
contexts: [{ name: it, context: { cluster: it, user: it } }]
clusters: [{ name: it, cluster: { server: "https://127.0.0.1:3", certificate-authority-data: Y2E= } }]
users: [{ name: it, user: { client-certificate-data: Y2VydA==, client-key-data: a2V5 } }]
`;

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-digitalocean-"));
  writeFileSync(join(directory, "kubeconfig"), KUBECONFIG);
});
afterEach(() => rmSync(directory, { recursive: true }));

const standInHere = () => standInFor(directory, join(directory, "kubeconfig"));

function kindsHere(): (type: string) => ResourceKind<DigitalOceanClient> {
  const standIn = standInHere();
  return (type) => kindOf(standIn, type);
}

const deleted = (kind: ResourceKind<DigitalOceanClient>, made: Created): Promise<void> =>
  deletedBy(kind, client, made);

/** The inputs whose change from `oldInputs` makes another one. */
function replacedBy(
  kind: ResourceKind<DigitalOceanClient>,
  inputs: Properties,
  oldInputs: Properties,
): readonly string[] {
  const { replaceOn = [] } = kind;
  if (typeof replaceOn !== "function") return replaceOn;
  return replaceOn(client, { ...identity(), id: "id", inputs, oldInputs, oldOutputs: {} });
}

const VPC = "digitalocean:index/vpc:Vpc";
const CLUSTER = "digitalocean:index/kubernetesCluster:KubernetesCluster";
const NODE_POOL = "digitalocean:index/kubernetesNodePool:KubernetesNodePool";
const DATABASE = "digitalocean:index/databaseCluster:DatabaseCluster";
const PROJECT = "digitalocean:index/project:Project";
const PROJECT_RESOURCES = "digitalocean:index/projectResources:ProjectResources";

const network = (name: string, ipRange: string) => ({ name, ipRange, region: "nyc3" });
const cluster = {
  name: "campus",
  region: "nyc3",
  version: "1.34.1-do.1",
  nodePool: { name: "base", size: "s-2vcpu-4gb", nodeCount: 2 },
};
const database = {
  name: "campus-mysql",
  engine: "mysql",
  version: "8",
  nodeCount: 1,
  region: "nyc3",
  size: "db-s-1vcpu-1gb",
};

describe("the types of DigitalOcean that a stack uses", () => {
  it("are all served, and take what the program gives them", async () => {
    const recorded = await recordedOnDigitalOcean();
    expect(await refusedOf(standInHere(), client, recorded)).toEqual([]);
  });

  it.each([
    [
      "one that is misspelt",
      { ...cluster, vpcUid: "1" },
      "Invalid or unknown key. Examine values at 'it.vpcUid'.",
    ],
    [
      "one that is missing",
      { ...cluster, nodePool: undefined },
      'Missing required argument. The argument "nodePool" is required, but no definition was found. ' +
        "Examine values at 'it.nodePool'.",
    ],
  ])("refuse inputs as the SDK declares them: %s", (_what, inputs, reason) => {
    const given = plain(inputs);
    const failures = nameFailures(kindsHere()(CLUSTER), { name: "it", inputs: given });
    expect(failures).toEqual([{ property: "", reason }]);
  });

  it.each([
    [CLUSTER, { ...cluster, ha: "true" }, "ha: Invalid input: expected boolean, received string"],
    [
      CLUSTER,
      { ...cluster, nodePool: { name: "base" } },
      "nodePool.size: Invalid input: expected string, received undefined",
    ],
    [
      CLUSTER,
      { ...cluster, maintenancePolicy: { days: "any" } },
      'maintenancePolicy: Unrecognized key: "days"',
    ],
    [
      DATABASE,
      { ...database, maintenanceWindows: [{ day: "sunday" }] },
      "maintenanceWindows[0].hour: Invalid input: expected string, received undefined",
    ],
    [
      NODE_POOL,
      { clusterId: "1", size: "s", labels: { a: 1 } },
      "labels.a: Invalid input: expected string, received number",
    ],
  ])("refuse wrong values of %s: %j", async (type, inputs, refusal) => {
    expect(await refusals(kindsHere()(type), client, inputs)).toEqual([refusal]);
  });

  it("make another cluster of another size of its own nodes, and of a lower version only", () => {
    const replaced = (changes: Properties) =>
      replacedBy(kindsHere()(CLUSTER), { ...cluster, ...changes }, cluster);
    expect(replaced({ version: "1.33.9-do.9" })).toContain("version");
    expect(replaced({ version: "1.34.10-do.0" })).not.toContain("version");
    expect(replaced({})).toContain("nodePool.size");
  });
});

describe("the account", () => {
  it("holds what was made, over a restart, and nothing of what was deleted", async () => {
    const made = await create(kindsHere()(VPC), client, network("campus", "10.30.0.0/20"));
    expect(made.outputs).toMatchObject({ vpcUrn: `do:vpc:${made.id}`, ipRange: "10.30.0.0/20" });
    const after = kindsHere()(VPC);
    expect(await importOf(after, client, made.id)).toMatchObject({ outputs: made.outputs });
    await deleted(after, made);
    await deleted(after, made);
    expect(await importOf(after, client, made.id)).toBeUndefined();
    expect(thingsIn(accountFile(directory))).toEqual([]);
  });

  it("has no two networks of one name, nor with an address in common", async () => {
    const kind = kindsHere()(VPC);
    await create(kind, client, network("campus", "10.30.0.0/20"));
    await expect(create(kind, client, network("campus", "10.40.0.0/20"))).rejects.toThrow(
      'creating Vpc (it): 422 Unprocessable Entity: Vpc "campus" already exists',
    );
    await expect(create(kind, client, network("other", "10.30.1.0/24"))).rejects.toThrow(
      "creating Vpc (it): 422 Unprocessable Entity: This range/size overlaps with another VPC network in your account",
    );
  });

  it("makes nothing in a network that is not there, and keeps one that is in use", async () => {
    const kindOf = kindsHere();
    await expect(create(kindOf(CLUSTER), client, { ...cluster, vpcUuid: "1" })).rejects.toThrow(
      'creating KubernetesCluster (it): 404 Not Found: vpcUuid is "1", and the account has no such Vpc',
    );
    const vpc = await create(kindOf(VPC), client, network("campus", "10.30.0.0/20"));
    const made = await create(kindOf(CLUSTER), client, { ...cluster, vpcUuid: vpc.id });
    await expect(deleted(kindOf(VPC), vpc)).rejects.toThrow(
      `deleting Vpc (${vpc.id}): 403 Forbidden: Vpc "${vpc.id}" has a dependent object and cannot be deleted: ` +
        `KubernetesCluster "${made.id}"`,
    );
    await deleted(kindOf(CLUSTER), made);
    await deleted(kindOf(VPC), vpc);
  });

  it("tells doctl of a cluster as long as there is one, and keeps its login to itself", async () => {
    const kind = kindsHere()(CLUSTER);
    const made = await create(kind, client, cluster);
    expect(made.outputs).toMatchObject({
      endpoint: "https://127.0.0.1:3",
      kubeConfigs: [{ clusterCaCertificate: "Y2E=" }],
    });
    expect(readdirSync(clustersFolder(directory)).sort()).toEqual(
      ["cluster", "kubeconfig", "login"].map((part) => `${made.id}.${part}.json`),
    );
    const [kept] = thingsIn(accountFile(directory));
    expect(kept?.outputs).not.toHaveProperty("kubeConfigs");
    await deleted(kind, made);
    expect(readdirSync(clustersFolder(directory))).toEqual([]);
  });

  it("puts into a project what is there, for each resource by itself", async () => {
    const kindOf = kindsHere();
    const project = (await create(kindOf(PROJECT), client, { name: "campus" })).id;
    const { outputs } = await create(kindOf(CLUSTER), client, cluster);
    const put = (name: string, urn: unknown) =>
      kindOf(PROJECT_RESOURCES).create(client, {
        ...identity(name),
        inputs: plain({ project, resources: [urn] }),
      });
    await expect(put("one", "do:dbaas:1")).rejects.toThrow(
      "creating ProjectResources (one): 404 Not Found: the account has no do:dbaas:1",
    );
    expect((await put("one", outputs.clusterUrn)).id).toBe(project);
    expect((await put("other", outputs.clusterUrn)).id).toBe(project);
    const kept = thingsIn(accountFile(directory)).filter(({ type }) => type === PROJECT_RESOURCES);
    expect(kept.map(({ id, urn }) => [id, urn])).toEqual([
      [project, identity("one").urn],
      [project, identity("other").urn],
    ]);
  });

  it("has one managed server, of MySQL", async () => {
    const kind = kindsHere()(DATABASE);
    await expect(create(kind, client, { ...database, engine: "pg" })).rejects.toThrow(
      "creating DatabaseCluster (it): the sandbox has a MySQL server and no other: set engine to mysql",
    );
    const other = { type: DATABASE, id: "1", urn: "urn", inputs: database, outputs: {} };
    new Account(accountFile(directory)).put(other);
    await expect(
      create(kindsHere()(DATABASE), client, { ...database, name: "second" }),
    ).rejects.toThrow(
      "creating DatabaseCluster (it): the sandbox has one MySQL server, which is that of the database cluster campus-mysql: " +
        "destroy its stack first",
    );
    expect(existsSync(clustersFolder(directory))).toBe(false);
  });
});

it("the authority of a managed server is the sandbox's own", async () => {
  const { functions = {} } = standInHere();
  const asked = functions["digitalocean:index/getDatabaseCa:getDatabaseCa"];
  expect(await asked?.(client, { clusterId: "1" })).toEqual({
    certificate: "ca",
    clusterId: "1",
    id: "1",
  });
});
