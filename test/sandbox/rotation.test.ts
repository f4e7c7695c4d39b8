import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverName } from "../../sandbox/providers/mongodbatlas/server-name";
import { MongoServers } from "../../sandbox/servers";
import { mysql, s3 } from "./support/clients";
import {
  applicationPatches,
  credentials,
  instanceOf,
  objectVersions,
  query,
  type InstanceOutput,
} from "./support/fleet";
import { operationsByName, plannedSteps } from "./support/plan";
import { sandbox } from "./support/sandbox";
import { openTestStack, removeTestStack, up } from "./support/stacks";

const ONCE = {
  mysql: 1,
  mongodb: 1,
  storage: 1,
  redis: 1,
  meilisearch: 1,
  jwt: 1,
  secretKey: 1,
  cmsOauth: 1,
};

const edit = (rotation: Partial<typeof ONCE>) =>
  openTestStack("rotation", {
    "openedx:instances": [
      { slug: "history", databases: ["notes"], deletionProtection: true, rotation },
      { slug: "science" },
    ],
  });

type Secrets = Readonly<Record<string, string>>;

/** The rows of the database that a login of `secrets` reaches. */
async function rows(secrets: Secrets, prefix: string, database: string): Promise<unknown> {
  const { [`${prefix}_USERNAME`]: user = "", [`${prefix}_PASSWORD`]: password = "" } = secrets;
  const connection = await mysql({ user, password, database });
  try {
    const [found] = await connection.query("SELECT id FROM kept");
    return found;
  } finally {
    await connection.end();
  }
}

const bucketOf = (secrets: Secrets) => {
  const { OPENEDX_AWS_ACCESS_KEY = "", OPENEDX_AWS_SECRET_ACCESS_KEY = "" } = secrets;
  return s3({
    accessKeyId: OPENEDX_AWS_ACCESS_KEY,
    secretAccessKey: OPENEDX_AWS_SECRET_ACCESS_KEY,
  });
};

async function readObject(secrets: Secrets, bucket: string): Promise<string | undefined> {
  const request = new GetObjectCommand({ Bucket: bucket, Key: "kept" });
  return (await bucketOf(secrets).send(request)).Body?.transformToString();
}

async function countUnits(secrets: Secrets, { mongodbDatabases }: InstanceOutput) {
  const { MONGODB_USERNAME: username = "", MONGODB_PASSWORD: password = "" } = secrets;
  const { directory, tools } = sandbox();
  const key = { projectId: "0".repeat(24), authDatabaseName: "admin", username };
  const { host, port } = new MongoServers(tools.ferretdb, directory).address(serverName(key));
  const auth = { username, password };
  const client = new MongoClient(`mongodb://${host}:${port}`, { auth, directConnection: true });
  try {
    return await client.db(mongodbDatabases[0]).collection("units").countDocuments();
  } finally {
    await client.close();
  }
}

let history: InstanceOutput;
let old: Secrets;
let current: Secrets;
let oldPatches: readonly string[];
let plan: Record<string, string>;
let neighbour: Record<string, string>;
let printed: string;

const restartsOf = async ({ application }: InstanceOutput): Promise<readonly string[]> =>
  (await applicationPatches(application)).flatMap(({ target, patch }) =>
    target.kind === "Deployment" ? [patch] : [],
  );

beforeAll(async () => {
  const { outputs } = await up(await edit({}));
  history = instanceOf(outputs, "history");
  old = await credentials("history");
  for (const database of [history.mysqlDatabase, old["NOTES_MYSQL_DATABASE"] ?? ""]) {
    await query(`CREATE TABLE \`${database}\`.kept (id INT PRIMARY KEY)`);
    await query(`INSERT INTO \`${database}\`.kept VALUES (1)`);
  }
  await bucketOf(old).send(
    new PutObjectCommand({ Bucket: history.bucket, Key: "kept", Body: "a certificate" }),
  );
  oldPatches = await restartsOf(history);
  neighbour = await objectVersions("science");

  plan = operationsByName(await plannedSteps(await edit(ONCE)));
  ({ output: printed } = await up(await edit(ONCE)));
  current = await credentials("history");
});
afterAll(async () => {
  await up(
    await openTestStack("rotation", {
      "openedx:instances": [{ slug: "history", databases: ["notes"], deletionProtection: false }],
    }),
  );
  await removeTestStack(await openTestStack("rotation", { "openedx:instances": [] }));
});

describe("a rotation of every secret of an instance", () => {
  it("is planned as updates, and as new keys; no database, user, grant or bucket is replaced", () => {
    expect(plan).toEqual({
      "history-mysql-user": "update",
      "history-mysql-notes-user": "update",
      "history-mongodb-user": "update",
      "history-storage-key-1": "create",
      "history-storage-key": "delete",
      "history-jwt-key-1": "create",
      "history-jwt-key": "delete",
      "history-credentials": "update",
      "history-application": "update",
    });
  });

  it("changes every secret, and no name", () => {
    const kept = Object.keys(old).filter((key) => old[key] === current[key]);
    expect(kept.sort()).toEqual([
      // The exponent of every RSA key.
      "JWT_RSA_E",
      "MONGODB_USERNAME",
      "NOTES_MYSQL_DATABASE",
      "NOTES_MYSQL_USERNAME",
      "OPENEDX_MYSQL_USERNAME",
      // None is set.
      "SMTP_PASSWORD",
    ]);
    expect(Object.keys(current)).toEqual(Object.keys(old));
  });

  it.each(["OPENEDX_MYSQL", "NOTES_MYSQL"])(
    "leaves the old password of %s refused, and the new one reaching what was there",
    async (prefix) => {
      const database =
        prefix === "OPENEDX_MYSQL" ? history.mysqlDatabase : (old["NOTES_MYSQL_DATABASE"] ?? "");
      await expect(rows(old, prefix, database)).rejects.toMatchObject({ errno: ACCESS_DENIED });
      expect(await rows(current, prefix, database)).toEqual([{ id: 1 }]);
    },
  );

  it("leaves the old password of MongoDB refused, and the new one working", async () => {
    await expect(countUnits(old, history)).rejects.toMatchObject({ code: AUTHENTICATION_FAILED });
    expect(await countUnits(current, history)).toBe(0);
  });

  it("leaves the old key of the bucket refused, and the new one reaching what was there", async () => {
    await expect(readObject(old, history.bucket)).rejects.toThrow(/Access ?Key ?Id/i);
    expect(await readObject(current, history.bucket)).toBe("a certificate");
  });

  it("makes the new key of the bucket before the Secret changes, and deletes the old one when the Application knows", () => {
    const steps = [
      ...printed.matchAll(/history-(storage-key(?:-1)?|credentials|application) (\w+)/g),
    ].map(([, name, what]) => `${name} ${what}`);
    const done = steps.filter((step) => / (created|updated|deleted)$/.test(step));
    expect(done).toEqual([
      "storage-key-1 created",
      "credentials updated",
      "application updated",
      "storage-key deleted",
    ]);
  });

  it("gives the Application another revision for each Deployment that reads the Secret", async () => {
    const patches = await restartsOf(history);
    const revision = /^[^]*"openedx\.org\/secrets-revision":"([0-9a-f]{16})"[^]*$/;
    expect(patches).toHaveLength(2);
    const [before, after] = [oldPatches, patches].map((list) =>
      list.map((patch) => patch.replace(revision, "$1")),
    );
    expect(new Set([...(before ?? []), ...(after ?? [])]).size).toBe(4);
  });

  it("leaves a neighbour untouched, and changes nothing when run again", async () => {
    expect(await objectVersions("science")).toEqual(neighbour);
    const { changes } = await up(await edit(ONCE));
    expect(Object.keys(changes)).toEqual(["same"]);
  });
});

// https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
const ACCESS_DENIED = 1045;
const AUTHENTICATION_FAILED = 18;
