import { homedir } from "node:os";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { mysql } from "./support/clients";
import { credential, instanceOf, instancesOf, objectVersions } from "./support/fleet";
import {
  dataOf,
  logInToMysql,
  mongodbAdministrator,
  mongoLoginOf,
  NO_DATA,
  onMongodb,
  openInCluster,
  templatesRun,
} from "./support/in-cluster";
import { administratorSecrets, generatedSecrets, secretsOfInstance } from "./support/known-secrets";
import { pulumi } from "./support/pulumi-command";
import { type Relay, relayTo } from "./support/relay";
import { sandbox } from "./support/sandbox";
import { clusterObjects, sandboxFiles } from "./support/secret-places";
import { findSecrets } from "./support/secret-scan";
import { preview, refresh, removeTestStack, up } from "./support/stacks";

const NAME = "in-cluster";
const SLUGS = ["history", "science", "arts"];
const edit = (...slugs: readonly string[]) =>
  openInCluster(
    NAME,
    slugs.map((slug) => ({ slug })),
  );

let stack: Stack;
let outputs: unknown;
let output: string;
const history = () => instanceOf(outputs, "history");

beforeAll(async () => {
  stack = await edit(...SLUGS);
  ({ outputs, output } = await up(stack));
});
afterAll(async () => removeTestStack(await edit()));

describe("three instances whose databases workflows make", () => {
  it("have them, each with a user of its own", async () => {
    for (const [slug, instance] of Object.entries(instancesOf(outputs))) {
      expect(await dataOf(instance)).toMatchObject({
        mysqlDatabases: 1,
        mysqlUsers: [{ Host: "%" }],
        mongodbRoles: instance.mongodbDatabases.map((db) => ({ role: "readWrite", db })),
      });
      expect(await templatesRun(slug)).toEqual(["mongodb-provision", "mysql-provision"]);
    }
  });

  it("can use their own", async () => {
    for (const { namespace, mysqlDatabase, mongodbDatabases } of Object.values(
      instancesOf(outputs),
    )) {
      const login = {
        user: await credential(namespace, "OPENEDX_MYSQL_USERNAME"),
        password: await credential(namespace, "OPENEDX_MYSQL_PASSWORD"),
      };
      const connection = await mysql(login);
      await connection.query(`CREATE TABLE \`${mysqlDatabase}\`.grades (id INT PRIMARY KEY)`);
      await connection.end();
      await onMongodb(
        async (client) => {
          for (const database of mongodbDatabases)
            await client.db(database).collection("courses").insertOne({ of: namespace });
        },
        await mongoLoginOf(namespace),
      );
    }
  });

  it("change nothing when run again, previewed, or read back, and run no workflow for it", async () => {
    for (const again of [up, preview, refresh])
      expect(Object.keys((await again(stack)).changes)).toEqual(["same"]);
    expect(await templatesRun("history")).toEqual(["mongodb-provision", "mysql-provision"]);
  });

  it("leave no secret in the state, in objects, logs and output, but in the Secrets made for it", async () => {
    const secrets = [
      ...(await Promise.all(SLUGS.map(secretsOfInstance))).flat(),
      ...generatedSecrets(await print("stack", "export", "--show-secrets")),
      ...administratorSecrets(),
      await mongodbAdministrator(),
    ];
    expect(secrets.length).toBeGreaterThan(60);
    const places = [
      { name: "state", content: await print("stack", "export") },
      { name: "output", content: output },
      ...(await clusterObjects()),
      ...sandboxFiles([]).filter(({ name }) => /\.log$/.test(name)),
    ];
    expect(places.filter(({ name }) => name.startsWith("file workflows/logs/"))).not.toEqual([]);
    const findings = findSecrets(places, secrets);
    expect(findings.filter((found) => !HOLDERS.some((holder) => holder.test(found)))).toEqual([]);
    // Each is found where it belongs, so none is overlooked elsewhere.
    for (const holder of HOLDERS) expect(findings.some((found) => holder.test(found))).toBe(true);
  });

  it("leave no login of the cluster and no path of this machine in the state", async () => {
    const runs = Runs.parse(JSON.parse(await print("stack", "export"))).deployment.resources.filter(
      ({ type }) => type === "command:local:Command",
    );
    expect(runs.length).toBe(SLUGS.length * 4);
    const text = JSON.stringify(runs);
    const machine = [PROJECT_ROOT, sandbox().directory, homedir()];
    const cluster = [sandbox().servers.kubernetes.url, "kubeconfig", "certificate-authority"];
    for (const trace of [...machine, ...cluster, "KUBECONFIG"]) expect(text).not.toContain(trace);
    // What they printed is encrypted.
    for (const { outputs } of runs) expect(outputs).toHaveProperty(["stderr", "ciphertext"]);
  });
});

/** What holds which secrets, as findings are written. */
const HOLDERS = [
  /^(\S+)[- ].* in Secret \1\/openedx-secrets data\.\w+$/,
  /^(\S+) OPENEDX_MYSQL_PASSWORD in Secret openedx-operator\/\1-mysql data\.password$/,
  /^(\S+) MONGODB_PASSWORD in Secret openedx-operator\/\1-mongodb data\.password$/,
  /^administrator of MySQL in Secret openedx-operator\/mysql-admin data\.password$/,
  /^administrator of MongoDB in Secret openedx-operator\/mongodb-admin data\.password$/,
  /^argocd-admin-password bcryptHash in Secret argocd\/sh\.helm\.release\.v1\.argocd\.v\d data\.release$/,
];

const print = async (...parameters: readonly string[]): Promise<string> => {
  const { code, output: printed } = await pulumi(NAME, ...parameters).ended;
  expect(code, printed).toBe(0);
  return printed;
};

const Runs = z.object({
  deployment: z.object({
    resources: z.array(
      z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).optional() }),
    ),
  }),
});

describe("an edit", () => {
  let relay: Relay;
  /** With MySQL at another address, behind which it is the same. */
  const open = () => {
    const { servers } = sandbox();
    const elsewhere = { ...servers, mysql: { ...servers.mysql, port: relay.port } };
    const instances = SLUGS.map((slug) => ({ slug }));
    return openInCluster(NAME, instances, { servers: elsewhere });
  };

  beforeAll(async () => {
    relay = await relayTo(sandbox().servers.mysql);
    await relay.open();
  });
  afterAll(() => relay.close());

  it("of an address runs the workflow again, replaces nothing and loses nothing", async () => {
    const before = await dataOf(history());
    const plan = await preview(await open());
    expect(Object.keys(plan.changes).sort()).toEqual(["same", "update"]);
    const runs = SLUGS.flatMap((slug) => [`${slug}-mysql-access`, `${slug}-mysql-database`]);
    const ofMysql = updatesIn(plan.output).filter((name) => name.includes("mysql"));
    expect(ofMysql).toEqual(runs.sort());
    const changed = await up(await open());
    expect(changed.changes).toEqual(plan.changes);
    expect(changed.output).toContain("history-mysql: submitted the workflow");
    expect(await templatesRun("history")).toEqual([
      "mongodb-provision",
      "mysql-provision",
      "mysql-provision",
    ]);
    expect(await dataOf(history())).toEqual(before);
  });
});

/** Names of the resources that a plan updates. */
const updatesIn = (output: string): readonly string[] =>
  [...output.matchAll(/^ *~ +\S+:\S+ (\S+) update\b/gm)].map(([, name = ""]) => name).sort();

describe("a rotation, and a database for a plugin", () => {
  const changed = (instance: object) =>
    openInCluster(
      NAME,
      SLUGS.map((slug) => ({ slug, ...(slug === "history" && instance) })),
    );

  it("change the user's password and make what is new, by updates and creates alone", async () => {
    const [user, old, oldMongo] = [
      await credential("history", "OPENEDX_MYSQL_USERNAME"),
      await credential("history", "OPENEDX_MYSQL_PASSWORD"),
      await mongoLoginOf("history"),
    ];
    const entry = { rotation: { mysql: 1, mongodb: 1 }, databases: ["my_plugin"] };
    const { changes } = await up(await changed(entry));
    expect(Object.keys(changes).sort()).toEqual(["create", "same", "update"]);
    await expect(logInToMysql(user, old)).rejects.toThrow("Access denied");
    await logInToMysql(user, await credential("history", "OPENEDX_MYSQL_PASSWORD"));
    await expect(onMongodb(() => Promise.resolve(), oldMongo)).rejects.toThrow();
    await onMongodb(() => Promise.resolve(), await mongoLoginOf("history"));
    const plugin = [
      await credential("history", "MY_PLUGIN_MYSQL_USERNAME"),
      await credential("history", "MY_PLUGIN_MYSQL_PASSWORD"),
    ] as const;
    await logInToMysql(...plugin);
    expect(await dataOf(history())).toMatchObject({ mysqlDatabases: 1 });

    await up(await changed({ rotation: entry.rotation }));
    await expect(logInToMysql(...plugin)).rejects.toThrow("Access denied");
    await logInToMysql(user, await credential("history", "OPENEDX_MYSQL_PASSWORD"));
    await up(await edit(...SLUGS));
  });
});

describe("a fourth instance", () => {
  it("is made without touching the others, and goes with all its data", async () => {
    const before = await objectVersions("history");
    const added = await up(await edit(...SLUGS, "geography"));
    expect(added.changes["create"]).toBeGreaterThan(20);
    expect(await objectVersions("history")).toEqual(before);
    const geography = instanceOf(added.outputs, "geography");
    await onMongodb(
      (client) => client.db(geography.mongodbDatabases[1]).collection("posts").insertOne({}),
      await mongoLoginOf("geography"),
    );
    expect((await dataOf(geography)).mongodbDatabases).toEqual([geography.mongodbDatabases[1]]);

    const removed = await up(await edit(...SLUGS));
    expect(Object.keys(removed.changes).sort()).toEqual(["delete", "same"]);
    expect(await dataOf(geography)).toEqual(NO_DATA);
    expect(await templatesRun("geography")).toEqual([
      "mongodb-deprovision",
      "mongodb-provision",
      "mysql-deprovision",
      "mysql-provision",
    ]);
    const deleted = [...removed.output.matchAll(/(geography-\S+) deleted/g)].map(
      ([, name]) => name,
    );
    const place = (name: string) => deleted.indexOf(`geography-${name}`);
    for (const server of ["mysql", "mongodb"]) {
      expect(place("application")).toBeLessThan(place(`${server}-access`));
      expect(place(`${server}-access`)).toBeLessThan(place(`${server}-database`));
      expect(place(`${server}-database`)).toBeLessThan(place("namespace"));
    }
    expect(await dataOf(history())).toMatchObject({ mysqlDatabases: 1 });
  });
});
