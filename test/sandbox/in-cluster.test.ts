import { homedir } from "node:os";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { mysql } from "./support/clients";
import { credential, instanceOf, instancesOf, objectVersions } from "./support/fleet";
import {
  dataOf,
  mongoLoginOf,
  NO_DATA,
  onMongodb,
  openInCluster,
  templatesRun,
} from "./support/in-cluster";
import { administratorSecrets, generatedSecrets, secretsOfInstance } from "./support/known-secrets";
import { pulumi } from "./support/pulumi-command";
import { sandbox } from "./support/sandbox";
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
const history = () => instanceOf(outputs, "history");

beforeAll(async () => {
  stack = await edit(...SLUGS);
  ({ outputs } = await up(stack));
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

  it("can use their own, and nobody else's", async () => {
    for (const { namespace, mysqlDatabase, mongodbDatabases } of Object.values(
      instancesOf(outputs),
    )) {
      const login = {
        user: await credential(namespace, "OPENEDX_MYSQL_USERNAME"),
        password: await credential(namespace, "OPENEDX_MYSQL_PASSWORD"),
      };
      const connection = await mysql(login);
      await connection.query(`CREATE TABLE \`${mysqlDatabase}\`.grades (id INT PRIMARY KEY)`);
      const [names] = await connection.query<{ Database: string }[] & never[]>("SHOW DATABASES");
      await connection.end();
      expect(names.map(({ Database }) => Database).filter((name) => /^campus/.test(name))).toEqual([
        mysqlDatabase,
      ]);
      await onMongodb(
        async (client) => {
          for (const database of mongodbDatabases)
            await client.db(database).collection("courses").insertOne({ of: namespace });
        },
        await mongoLoginOf(namespace),
      );
    }
    const neighbour = instanceOf(outputs, "science").mongodbDatabases[0];
    const intrusion = onMongodb(
      (client) => client.db(neighbour).collection("courses").findOne(),
      await mongoLoginOf("history"),
    );
    await expect(intrusion).rejects.toThrow("not authorized");
  });

  it("change nothing when run again, previewed, or read back, and run no workflow for it", async () => {
    for (const again of [up, preview, refresh])
      expect(Object.keys((await again(stack)).changes)).toEqual(["same"]);
    expect(await templatesRun("history")).toEqual(["mongodb-provision", "mysql-provision"]);
  });

  it("leave no secret, no login of the cluster and no path of this machine in the state", async () => {
    const print = async (...parameters: readonly string[]) => {
      const { code, output } = await pulumi(NAME, ...parameters).ended;
      expect(code, output).toBe(0);
      return output;
    };
    const state = await print("stack", "export");
    const secrets = [
      ...(await Promise.all(SLUGS.map(secretsOfInstance))).flat(),
      ...generatedSecrets(await print("stack", "export", "--show-secrets")),
      ...administratorSecrets(),
    ];
    expect(findSecrets([{ name: "state", content: state }], secrets)).toEqual([]);
    expect(secrets.length).toBeGreaterThan(60);
    const runs = Runs.parse(JSON.parse(state)).deployment.resources.filter(
      ({ type }) => type === "command:local:Command",
    );
    expect(runs.length).toBe(SLUGS.length * 4);
    const text = JSON.stringify(runs);
    const machine = [
      PROJECT_ROOT,
      sandbox().directory,
      homedir(),
      sandbox().servers.kubernetes.url,
    ];
    for (const trace of [...machine, "kubeconfig", "certificate-authority", "KUBECONFIG"])
      expect(text).not.toContain(trace);
    // What they printed is encrypted.
    for (const { outputs } of runs) expect(outputs).toHaveProperty(["stderr", "ciphertext"]);
  });
});

const Runs = z.object({
  deployment: z.object({
    resources: z.array(
      z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).optional() }),
    ),
  }),
});

describe("an edit", () => {
  const { servers } = sandbox();
  const elsewhere = { ...servers, mysql: { ...servers.mysql, host: "localhost" } };
  const open = (changes = {}, of = servers) =>
    openInCluster(
      NAME,
      SLUGS.map((slug) => ({ slug })),
      { changes, servers: of },
    );

  it("of an address runs the workflow again, replaces nothing and loses nothing", async () => {
    const before = await dataOf(history());
    const plan = await preview(await open({}, elsewhere));
    expect(Object.keys(plan.changes).sort()).toEqual(["same", "update"]);
    const runs = SLUGS.flatMap((slug) => [`${slug}-mysql-access`, `${slug}-mysql-database`]);
    expect(updatesIn(plan.output)).toEqual([...runs, "mysql"].sort());
    const changed = await up(await open({}, elsewhere));
    expect(changed.changes).toEqual(plan.changes);
    expect(changed.output).toContain("history-mysql: submitted the workflow");
    expect(await templatesRun("history")).toEqual([
      "mongodb-provision",
      "mysql-provision",
      "mysql-provision",
    ]);
    expect(await dataOf(history())).toEqual(before);
  });

  it.each([
    ["its deadline", { "openedx:platform": { argoWorkflows: { timeoutSeconds: 200 } } }],
    ["a release", { "openedx:defaults": { release: "verawood" } }],
    ["what a failed removal does", { "openedx:instances": LENIENT }],
  ])("of %s plans no run of a workflow, and no replacement", async (_, changes) => {
    const plan = await preview(await open(changes, elsewhere));
    expect(Object.keys(plan.changes).sort()).toEqual(["same", "update"]);
    expect(updatesIn(plan.output).filter((name) => name.endsWith("-access"))).toEqual([]);
  });
});

/** Names of the resources that a plan updates. */
const updatesIn = (output: string): readonly string[] =>
  [...output.matchAll(/^ *~ +\S+:\S+ (\S+) update\b/gm)].map(([, name = ""]) => name).sort();

const LENIENT = SLUGS.map((slug) => ({ slug, onDeprovisionFailure: "continue" }));

describe("a rotation, and a database for a plugin", () => {
  const changed = (instance: object) =>
    openInCluster(
      NAME,
      SLUGS.map((slug) => ({ slug, ...(slug === "history" && instance) })),
    );
  const tryMysql = async (user: string, password: string) => {
    const connection = await mysql({ user, password });
    await connection.end();
  };

  it("change the user's password and make what is new, by updates and creates alone", async () => {
    const [user, old, oldMongo] = [
      await credential("history", "OPENEDX_MYSQL_USERNAME"),
      await credential("history", "OPENEDX_MYSQL_PASSWORD"),
      await mongoLoginOf("history"),
    ];
    const entry = { rotation: { mysql: 1, mongodb: 1 }, databases: ["my_plugin"] };
    const { changes } = await up(await changed(entry));
    expect(Object.keys(changes).sort()).toEqual(["create", "same", "update"]);
    await expect(tryMysql(user, old)).rejects.toThrow("Access denied");
    await tryMysql(user, await credential("history", "OPENEDX_MYSQL_PASSWORD"));
    await expect(onMongodb(() => Promise.resolve(), oldMongo)).rejects.toThrow();
    await onMongodb(() => Promise.resolve(), await mongoLoginOf("history"));
    const plugin = [
      await credential("history", "MY_PLUGIN_MYSQL_USERNAME"),
      await credential("history", "MY_PLUGIN_MYSQL_PASSWORD"),
    ] as const;
    await tryMysql(...plugin);
    expect(await dataOf(history())).toMatchObject({ mysqlDatabases: 1 });

    await up(await changed({ rotation: entry.rotation }));
    await expect(tryMysql(...plugin)).rejects.toThrow("Access denied");
    await tryMysql(user, await credential("history", "OPENEDX_MYSQL_PASSWORD"));
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
