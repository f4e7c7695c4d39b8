import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { MongoClient } from "mongodb";
import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverName } from "../../sandbox/providers/mongodbatlas/server-name";
import { MongoServers } from "../../sandbox/servers";
import { mysql, s3 } from "./support/clients";
import { credential, instanceOf, query, type InstanceOutput } from "./support/fleet";
import { sandbox } from "./support/sandbox";
import { openTestStack, removeTestStack, up } from "./support/stacks";

/** Without its `_` escaped, the grant of the first would be a pattern that the second's names begin like. */
const [OWN, NEIGHBOUR] = ["a-b", "axb"];

const edit = (...slugs: readonly string[]) =>
  openTestStack("isolation", { "openedx:instances": slugs.map((slug) => ({ slug })) });

let own: InstanceOutput;
let neighbour: InstanceOutput;

beforeAll(async () => {
  const { outputs } = await up(await edit(OWN, NEIGHBOUR));
  own = instanceOf(outputs, OWN);
  neighbour = instanceOf(outputs, NEIGHBOUR);
});
afterAll(async () => removeTestStack(await edit()));

describe("the MySQL login of an instance", () => {
  /** Named like the own database, but for the characters that are wildcards in a grant. */
  const lookalike = () => own.mysqlDatabase.replaceAll("_", "x");
  let login: Connection;

  beforeAll(async () => {
    await query(`CREATE DATABASE \`${lookalike()}\``);
    await query(`CREATE TABLE \`${lookalike()}\`.grades (id INT)`);
    await query(`CREATE TABLE \`${neighbour.mysqlDatabase}\`.grades (id INT)`);
    login = await mysql({
      user: await credential(own.namespace, "OPENEDX_MYSQL_USERNAME"),
      password: await credential(own.namespace, "OPENEDX_MYSQL_PASSWORD"),
    });
  });
  afterAll(async () => {
    await login.end();
    await query(`DROP DATABASE \`${lookalike()}\``);
  });

  const refused = (sql: string, errno: number) =>
    expect(login.query(sql), sql).rejects.toMatchObject({ errno });

  it("does on its own database what migrations and learners do", async () => {
    const table = `\`${own.mysqlDatabase}\`.grades`;
    await login.query(`CREATE TABLE ${table} (id INT PRIMARY KEY)`);
    await login.query(`INSERT INTO ${table} VALUES (1), (2)`);
    await login.query(`ALTER TABLE ${table} ADD COLUMN grade INT, ADD INDEX (grade)`);
    await login.query(`UPDATE ${table} SET grade = 5 WHERE id = 1`);
    await login.query(`DELETE FROM ${table} WHERE id = 2`);
    const [rows] = await login.query(`SELECT * FROM ${table}`);
    expect(rows).toEqual([{ id: 1, grade: 5 }]);
  });

  it("sees no database but its own", async () => {
    const [rows] = await login.query("SHOW DATABASES WHERE `Database` NOT LIKE '%\\_schema'");
    expect(rows).toEqual([{ Database: own.mysqlDatabase }]);
  });

  it("is refused on a neighbour's, and on one that only a wildcard would match", async () => {
    const [unescaped] = await query("SELECT ? LIKE ? AS matches", [lookalike(), own.mysqlDatabase]);
    expect(unescaped).toEqual({ matches: 1 });
    for (const database of [neighbour.mysqlDatabase, lookalike()]) {
      await refused(`USE \`${database}\``, ACCESS_TO_DATABASE_DENIED);
      await refused(`DROP DATABASE \`${database}\``, ACCESS_TO_DATABASE_DENIED);
      await refused(`SELECT * FROM \`${database}\`.grades`, COMMAND_ON_TABLE_DENIED);
      await refused(`INSERT INTO \`${database}\`.grades VALUES (1)`, COMMAND_ON_TABLE_DENIED);
      await refused(`CREATE TABLE \`${database}\`.t (id INT)`, COMMAND_ON_TABLE_DENIED);
      await refused(`DROP TABLE \`${database}\`.grades`, COMMAND_ON_TABLE_DENIED);
    }
  });

  it("is refused where it would rule the server", async () => {
    await refused("CREATE DATABASE another", ACCESS_TO_DATABASE_DENIED);
    await refused("SELECT * FROM mysql.user", COMMAND_ON_TABLE_DENIED);
    await refused("CREATE USER another", PRIVILEGE_NEEDED);
    await refused("SET GLOBAL max_connections = 1", PRIVILEGE_NEEDED);
    await expect(login.query("SELECT 1 INTO OUTFILE '/tmp/out'")).rejects.toThrow(/^Access denied/);
    await refused(
      `GRANT SELECT ON \`${own.mysqlDatabase}\`.* TO root@'%'`,
      ACCESS_TO_DATABASE_DENIED,
    );
  });

  it("does not take the neighbour's password", async () => {
    const attempt = mysql({
      user: await credential(own.namespace, "OPENEDX_MYSQL_USERNAME"),
      password: await credential(neighbour.namespace, "OPENEDX_MYSQL_PASSWORD"),
    });
    await expect(attempt).rejects.toMatchObject({ errno: ACCESS_DENIED });
  });
});

// https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
const ACCESS_TO_DATABASE_DENIED = 1044;
const ACCESS_DENIED = 1045;
const COMMAND_ON_TABLE_DENIED = 1142;
const PRIVILEGE_NEEDED = 1227;

describe("the bucket key of an instance", () => {
  const KEY = "certificates/1.pdf";
  const keyOf = async ({ namespace }: InstanceOutput) =>
    s3({
      accessKeyId: await credential(namespace, "OPENEDX_AWS_ACCESS_KEY"),
      secretAccessKey: await credential(namespace, "OPENEDX_AWS_SECRET_ACCESS_KEY"),
    });
  let key: ReturnType<typeof s3>;

  beforeAll(async () => {
    key = await keyOf(own);
    await (
      await keyOf(neighbour)
    ).send(new PutObjectCommand({ Bucket: neighbour.bucket, Key: KEY, Body: "the neighbour's" }));
  });

  const refused = async (attempt: Promise<unknown>) =>
    expect(attempt).rejects.toMatchObject({ name: "AccessDenied" });

  it("writes, lists, reads and deletes objects of its own bucket", async () => {
    const object = { Bucket: own.bucket, Key: KEY };
    await key.send(new PutObjectCommand({ ...object, Body: "own" }));
    const { Contents } = await key.send(new ListObjectsV2Command({ Bucket: own.bucket }));
    expect(Contents?.map((content) => content.Key)).toEqual([KEY]);
    const { Body } = await key.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe("own");
    await key.send(new DeleteObjectCommand(object));
    await expect(key.send(new GetObjectCommand(object))).rejects.toThrow();
  });

  it("is refused on the neighbour's, which keeps what it has", async () => {
    const Bucket = neighbour.bucket;
    await refused(key.send(new ListObjectsV2Command({ Bucket })));
    await refused(key.send(new GetObjectCommand({ Bucket, Key: KEY })));
    await refused(key.send(new PutObjectCommand({ Bucket, Key: KEY, Body: "mine now" })));
    await refused(key.send(new PutObjectCommand({ Bucket, Key: "another", Body: "mine" })));
    await refused(key.send(new DeleteObjectCommand({ Bucket, Key: KEY })));
    const { Versions } = await s3().send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map((version) => version.Key)).toEqual([KEY]);
  });

  it("cannot see which buckets there are", async () => {
    await refused(key.send(new ListBucketsCommand({})));
  });

  it("cannot destroy what versioning keeps, nor change the bucket itself", async () => {
    const Bucket = own.bucket;
    const { VersionId } = await key.send(new PutObjectCommand({ Bucket, Key: "v", Body: "1" }));
    await refused(key.send(new DeleteObjectCommand({ Bucket, Key: "v", VersionId })));
    const suspended = { Status: "Suspended" } as const;
    const versioning = { Bucket, VersioningConfiguration: suspended };
    await refused(key.send(new PutBucketVersioningCommand(versioning)));
    await refused(key.send(new PutBucketPolicyCommand({ Bucket, Policy: OPEN_TO_ALL(Bucket) })));
    const { Versions } = await s3().send(new ListObjectVersionsCommand({ Bucket, Prefix: "v" }));
    expect(Versions?.map((version) => version.VersionId)).toEqual([VersionId]);
  });
});

const OPEN_TO_ALL = (bucket: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${bucket}/*`,
      },
    ],
  });

// What roles mean is Atlas's own affair and simulated: here each user has a server of its own.
describe("the MongoDB login of an instance", () => {
  const AUTHENTICATION_FAILED = 18;
  const PROJECT_ID = "0".repeat(24);
  const keyOf = async ({ namespace }: InstanceOutput) => ({
    projectId: PROJECT_ID,
    authDatabaseName: "admin",
    username: await credential(namespace, "MONGODB_USERNAME"),
  });

  /** What the server of one instance says to the login of one instance with the password of one. */
  async function countUnits(
    server: InstanceOutput,
    user: InstanceOutput,
    password: InstanceOutput,
  ) {
    const { directory, tools } = sandbox();
    const name = serverName(await keyOf(server));
    const { host, port } = new MongoServers(tools.ferretdb, directory).address(name);
    const client = new MongoClient(`mongodb://${host}:${port}`, {
      auth: {
        username: await credential(user.namespace, "MONGODB_USERNAME"),
        password: await credential(password.namespace, "MONGODB_PASSWORD"),
      },
      directConnection: true,
    });
    try {
      const units = client.db(server.mongodbDatabases[0]).collection("units");
      await units.insertOne({ title: "Introduction" });
      return await units.countDocuments();
    } finally {
      await client.close();
    }
  }

  it("works with its own password", async () => {
    expect(await countUnits(own, own, own)).toBe(1);
    expect(await countUnits(neighbour, neighbour, neighbour)).toBe(1);
  });

  it("does not work with the neighbour's, nor the neighbour's with its own", async () => {
    const refusal = { code: AUTHENTICATION_FAILED };
    await expect(countUnits(own, own, neighbour)).rejects.toMatchObject(refusal);
    await expect(countUnits(own, neighbour, own)).rejects.toMatchObject(refusal);
    await expect(countUnits(own, neighbour, neighbour)).rejects.toMatchObject(refusal);
  });
});
