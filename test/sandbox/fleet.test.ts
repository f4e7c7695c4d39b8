import { readdirSync } from "node:fs";
import { ListBucketsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { ListUsersCommand } from "@aws-sdk/client-iam";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enginePaths } from "../../sandbox/engine/paths";
import { memory } from "../../sandbox/servers";
import { iam, kubectl, mysql, s3 } from "./support/clients";
import {
  credential,
  instanceOf,
  instancesOf,
  objectVersions,
  query,
  type InstanceOutput,
} from "./support/fleet";
import { sandbox } from "./support/sandbox";
import { openTestStack, refresh, removeTestStack, up } from "./support/stacks";

const NAME = "fleet";
const entries = (...slugs: readonly string[]) => ({
  "openedx:instances": slugs.map((slug) => ({ slug })),
});
const edit = (...slugs: readonly string[]) => openTestStack(NAME, entries(...slugs));

const bucketNames = async (): Promise<readonly string[]> =>
  ((await s3().send(new ListBucketsCommand({}))).Buckets ?? []).flatMap(({ Name }) => Name ?? []);

let stack: Stack;
let outputs: unknown;

beforeAll(async () => {
  stack = await edit("history", "science", "arts");
  ({ outputs } = await up(stack));
});
afterAll(async () => removeTestStack(await edit()));

describe("three instances", () => {
  it("get the namespace, database and bucket that the stack tells of", async () => {
    for (const instance of Object.values(instancesOf(outputs))) {
      expect(await kubectl("get", "namespace", instance.namespace, "-o", "name")).toBe(
        `namespace/${instance.namespace}\n`,
      );
      expect(await bucketNames()).toContain(instance.bucket);
      const [database] = await query(
        "SELECT DEFAULT_CHARACTER_SET_NAME charset, DEFAULT_COLLATION_NAME collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
        [instance.mysqlDatabase],
      );
      expect(database).toEqual({ charset: "utf8mb4", collation: "utf8mb4_unicode_ci" });
    }
  });

  it("take no pods that reach the node", async () => {
    const pod = JSON.stringify({ spec: { hostNetwork: true } });
    const attempt = kubectl("run", "x", "-n", "history", "--image=x", "--overrides", pod);
    await expect(attempt).rejects.toThrow(
      'violates PodSecurity "baseline:latest": host namespaces',
    );
  });

  it("change nothing when run again, nor when read back from the servers", async () => {
    const again = await up(stack);
    expect(Object.keys(again.changes)).toEqual(["same"]);
    const seen = await refresh(stack);
    expect(Object.keys(seen.changes)).toEqual(["same"]);
  });

  it("change nothing when the list is reordered", async () => {
    const { changes } = await up(await edit("arts", "history", "science"));
    expect(Object.keys(changes)).toEqual(["same"]);
  });

  it("have their state in files that are replaced at once, so that a kill leaves none half written", () => {
    const { state } = enginePaths(sandbox().directory);
    const files = readdirSync(state, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(`${NAME}.json.zst`))).not.toEqual([]);
    // The backend writes these in place, beside each file.
    expect(files.filter((file) => file.endsWith(".attrs"))).toEqual([]);
  });

  it("stay, servers and stand-ins together, below 2 GB, which leaves the engine half a gigabyte", () => {
    const processes = memory(sandbox().directory);
    expect(processes.length).toBeGreaterThan(8);
    expect(processes.reduce((sum, { megabytes }) => sum + megabytes, 0)).toBeLessThan(2000);
  });
});

describe("a fourth instance", () => {
  let before: Record<string, string>;
  let geography: InstanceOutput;

  beforeAll(async () => {
    await fill(instanceOf(outputs, "history"));
    before = await objectVersions("history");
    const added = await up(await edit("history", "science", "arts", "geography"));
    expect(Object.keys(added.changes).sort()).toEqual(["create", "same"]);
    geography = instanceOf(added.outputs, "geography");
  });

  it("leaves the others' objects and rows untouched", async () => {
    expect(Object.keys(before).length).toBeGreaterThan(6);
    expect(await objectVersions("history")).toEqual(before);
    expect(await rows(instanceOf(outputs, "history"))).toBe(2);
  });

  it("goes with everything that is its own, the Application first and the namespace last", async () => {
    await fill(geography);
    const { changes, output } = await up(await edit("history", "science", "arts"));
    expect(Object.keys(changes).sort()).toEqual(["delete", "same"]);

    const deleted = [...output.matchAll(/(geography-\S+) deleted/g)].map(([, name]) => name);
    const objects = deleted.filter((name) => !/protected|app-project/.test(String(name)));
    expect(objects[0]).toBe("geography-application");
    expect(deleted.indexOf("geography-mysql-user")).toBeLessThan(
      deleted.indexOf("geography-mysql-database"),
    );
    const afterNamespace = deleted.slice(deleted.indexOf("geography-namespace") + 1);
    expect(
      afterNamespace.filter((name) => !/suffix|password|key|secret/.test(String(name))),
    ).toEqual([]);

    expect(await kubectl("get", "namespace", "geography", "--ignore-not-found")).toBe("");
    expect(await bucketNames()).not.toContain(geography.bucket);
    expect(await query("SHOW DATABASES LIKE ?", ["campus_geography%"])).toEqual([]);
    expect(
      await query("SELECT User FROM mysql.user WHERE User LIKE ?", ["campus_geography%"]),
    ).toEqual([]);
    const users = (await iam().send(new ListUsersCommand({}))).Users ?? [];
    expect(users.filter(({ UserName }) => UserName?.startsWith("campus-geography"))).toEqual([]);
    expect(await objectVersions("geography")).toEqual({});
    expect(await objectVersions("history")).toEqual(before);
    expect(await rows(instanceOf(outputs, "history"))).toBe(2);
  });
});

/** Gives an instance learners' data: two rows, and an object of two versions with an awkward key. */
async function fill({ mysqlDatabase, namespace, bucket }: InstanceOutput): Promise<void> {
  const connection = await mysql({
    user: await credential(namespace, "OPENEDX_MYSQL_USERNAME"),
    password: await credential(namespace, "OPENEDX_MYSQL_PASSWORD"),
    database: mysqlDatabase,
  });
  await connection.query("CREATE TABLE grades (id INT PRIMARY KEY)");
  await connection.query("INSERT INTO grades VALUES (1), (2)");
  await connection.end();
  const storage = s3({
    accessKeyId: await credential(namespace, "OPENEDX_AWS_ACCESS_KEY"),
    secretAccessKey: await credential(namespace, "OPENEDX_AWS_SECRET_ACCESS_KEY"),
  });
  for (const Body of ["first", "second"])
    await storage.send(new PutObjectCommand({ Bucket: bucket, Key: "a b/ü&<>'\".txt", Body }));
}

async function rows({ mysqlDatabase }: InstanceOutput): Promise<unknown> {
  const [counted] = await query(`SELECT COUNT(*) n FROM \`${mysqlDatabase}\`.grades`);
  return counted?.["n"];
}
