import {
  CreateMultipartUploadCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, it } from "vitest";
import { standIn as awsStandIn } from "../../sandbox/providers/aws";
import type { AwsClient } from "../../sandbox/providers/aws/client";
import type { ResourceKind } from "../../sandbox/providers/contract";
import { standIn as mysqlStandIn } from "../../sandbox/providers/mysql";
import { mysqlServer, type MysqlServer } from "../../sandbox/providers/mysql/server";
import type { Properties } from "../../sandbox/providers/value";
import { create, identity, importOf, kindOf } from "../providers/support/ask";
import { s3 } from "./support/clients";
import { sandbox } from "./support/sandbox";

/** Deletes what has these outputs, twice: the second time it is gone already. */
async function deleteTwice<Client>(
  kind: ResourceKind<Client>,
  client: Client,
  { id, outputs }: { readonly id: string; readonly outputs: Properties },
): Promise<void> {
  const request = { ...identity(), id, oldInputs: outputs, oldOutputs: outputs };
  await kind.delete(client, request);
  await kind.delete(client, request);
}

describe("the stand-in for aws", () => {
  let client: AwsClient;
  const standIn = () => {
    const { rootAccessKeyId, rootSecretAccessKey } = sandbox().servers.objectStorage;
    return awsStandIn({
      AWS_ACCESS_KEY_ID: rootAccessKeyId,
      AWS_SECRET_ACCESS_KEY: rootSecretAccessKey,
    });
  };
  const kind = (type: string) => kindOf(standIn(), `aws:${type}`);

  beforeAll(async () => {
    const { endpoint, iamEndpoint, region } = sandbox().servers.objectStorage;
    const endpoints = JSON.stringify([{ s3: endpoint, iam: iamEndpoint }]);
    client = await standIn().configure({ region, endpoints });
  });

  it("refuses a bucket that is there, and leaves one alone that is not empty", async () => {
    const bucket = kind("s3/bucket:Bucket");
    const inputs = { bucket: "stand-in-kept", tags: { of: "us" } };
    const made = await create(bucket, client, inputs);
    await expect(create(bucket, client, inputs)).rejects.toThrow(
      'creating S3 bucket "stand-in-kept": BucketAlreadyOwnedByYou: ' +
        "Your previous request to create the named bucket succeeded and you already own it.",
    );
    expect(await importOf(bucket, client, made.id)).toMatchObject({ inputs });
    await s3().send(new PutObjectCommand({ Bucket: made.id, Key: "o", Body: "1" }));
    await expect(deleteTwice(bucket, client, made)).rejects.toThrow(
      'deleting S3 bucket "stand-in-kept": BucketNotEmpty: The bucket you tried to delete is not empty.',
    );
    await deleteTwice(bucket, client, {
      ...made,
      outputs: { ...made.outputs, forceDestroy: true },
    });
    expect(await importOf(bucket, client, made.id)).toBeUndefined();
  });

  it("empties a bucket of every version, mark and unfinished upload, whatever the names", async () => {
    const bucket = kind("s3/bucket:Bucket");
    const made = await create(bucket, client, { bucket: "stand-in-full", forceDestroy: true });
    const versioningConfiguration = { status: "Enabled" };
    await create(kind("s3/bucketVersioning:BucketVersioning"), client, {
      bucket: made.id,
      versioningConfiguration,
    });
    const names = ["a/b/c", "sp ace &<>\"'", "ünï/☃", "a\rb\nc\td", "50%41+"];
    const objects: PutObjectCommandInput[] = Array.from({ length: 210 }, (_, n) =>
      names.map((name) => ({ Bucket: made.id, Key: `${name}${n % 100}`, Body: `${n}` })),
    ).flat();
    const root = s3();
    await Promise.all(objects.map((object) => root.send(new PutObjectCommand(object))));
    await root.send(new CreateMultipartUploadCommand({ Bucket: made.id, Key: "unfinished" }));
    await deleteTwice(bucket, client, made);
    expect(await importOf(bucket, client, made.id)).toBeUndefined();
  });

  it("sets nothing on a bucket that is not there", async () => {
    const block = kind("s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
    await expect(create(block, client, { bucket: "stand-in-none" })).rejects.toThrow(
      'setting the public access block of S3 bucket "stand-in-none": NoSuchBucket: The specified bucket does not exist',
    );
  });

  it("sets CORS rules that the server answers browsers by", async () => {
    const [bucket, cors] = [
      kind("s3/bucket:Bucket"),
      kind("s3/bucketCorsConfiguration:BucketCorsConfiguration"),
    ];
    const owner = await create(bucket, client, { bucket: "stand-in-cors", forceDestroy: true });
    const inputs = {
      bucket: owner.id,
      corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["https://a.example.org"] }],
    };
    const made = await create(cors, client, inputs);
    expect(await preflight(owner.id, "https://a.example.org")).toBe(200);
    expect(await preflight(owner.id, "https://b.example.org")).toBe(403);
    expect(await importOf(cors, client, made.id)).toMatchObject({ inputs });
    await deleteTwice(cors, client, made);
    expect(await importOf(cors, client, made.id)).toBeUndefined();
    await deleteTwice(bucket, client, owner);
    await deleteTwice(cors, client, made);
  });

  it("puts a policy that shuts plain HTTP out, but for this machine", async () => {
    const [bucket, policy] = [kind("s3/bucket:Bucket"), kind("s3/bucketPolicy:BucketPolicy")];
    const owner = await create(bucket, client, { bucket: "stand-in-policy", forceDestroy: true });
    const written = PUBLIC_BY_TLS_ONLY(owner.id);
    const made = await create(policy, client, { bucket: owner.id, policy: written });
    await s3().send(new PutObjectCommand({ Bucket: owner.id, Key: "o", Body: "1" }));
    const read = async () => (await fetch(objectUrl(owner.id, "o"))).status;
    expect(await read()).toBe(200);
    const request = { ...identity(), id: made.id, oldInputs: made.outputs, oldOutputs: {} };
    expect(await policy.read(client, request)).toMatchObject({ inputs: { policy: written } });
    await s3().send(new PutBucketPolicyCommand({ Bucket: owner.id, Policy: written }));
    expect(await read()).toBe(403);
    await deleteTwice(policy, client, made);
    expect(await importOf(policy, client, made.id)).toBeUndefined();
    await expect(
      create(policy, client, { bucket: owner.id, policy: PUBLIC_BY_TLS_ONLY("another") }),
    ).rejects.toThrow(
      'putting S3 bucket policy "stand-in-policy": MalformedPolicy: Policy has invalid resource',
    );
    await deleteTwice(bucket, client, owner);
  });

  it("refuses a user who is there, and takes keys along where it is told to", async () => {
    const [user, key] = [kind("iam/user:User"), kind("iam/accessKey:AccessKey")];
    const made = await create(user, client, { name: "stand-in-user", forceDestroy: true });
    await expect(create(user, client, { name: "stand-in-user" })).rejects.toThrow(
      'creating IAM user "stand-in-user": EntityAlreadyExistsException: User with name stand-in-user already exists.',
    );
    const { id } = await create(key, client, { user: made.id });
    expect(await importOf(key, client, id)).toMatchObject({ inputs: { user: made.id } });
    await deleteTwice(user, client, made);
    expect(await importOf(user, client, made.id)).toBeUndefined();
  });
});

const objectUrl = (bucket: string, key: string): string =>
  `${sandbox().servers.objectStorage.endpoint}/${bucket}/${key}`;

/** Status of the answer to a browser that asks whether a page of `origin` may write. */
async function preflight(bucket: string, origin: string): Promise<number> {
  const headers = { Origin: origin, "Access-Control-Request-Method": "PUT" };
  return (await fetch(objectUrl(bucket, "o"), { method: "OPTIONS", headers })).status;
}

const PUBLIC_BY_TLS_ONLY = (bucket: string): string => {
  const common = { Principal: "*", Resource: [`arn:aws:s3:::${bucket}/*`] };
  const overHttp = { Bool: { "aws:SecureTransport": "false" } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:GetObject", ...common },
      { Effect: "Deny", Action: "s3:*", ...common, Condition: overHttp },
    ],
  });
};

describe("the stand-in for mysql", () => {
  const database = kindOf(mysqlStandIn, "mysql:index/database:Database");
  const user = kindOf(mysqlStandIn, "mysql:index/user:User");
  const grant = kindOf(mysqlStandIn, "mysql:index/grant:Grant");
  const login = (username: string, password: string): MysqlServer => {
    const { host, port } = sandbox().servers.mysql;
    return mysqlServer({ endpoint: `${host}:${port}`, username, password });
  };
  let server: MysqlServer;

  beforeAll(() => {
    const { adminUser, adminPassword } = sandbox().servers.mysql;
    server = login(adminUser, adminPassword);
  });

  it("refuses a database that is there", async () => {
    const made = await create(database, server, { name: "stand_in" });
    await expect(create(database, server, { name: "stand_in" })).rejects.toThrow(
      "Error 1007: Can't create database 'stand_in'; database exists",
    );
    await deleteTwice(database, server, made);
    expect(await importOf(database, server, "stand_in")).toBeUndefined();
  });

  it("refuses a user who is there, and knows when he is gone", async () => {
    const inputs = { user: "stand_in", host: "%", plaintextPassword: "first" };
    const made = await create(user, server, inputs);
    await expect(create(user, server, inputs)).rejects.toThrow(
      "Error 1396: Operation CREATE USER failed for 'stand_in'@'%'",
    );
    const changed = { ...inputs, plaintextPassword: "second" };
    const request = { ...identity(), id: made.id, oldInputs: inputs, oldOutputs: made.outputs };
    await user.update?.(server, { ...request, inputs: changed });
    await login("stand_in", "second").run("SELECT 1");
    const { host, port } = sandbox().servers.mysql;
    await expect(login("stand_in", "first").run("SELECT 1")).rejects.toThrow(
      `cannot log in to MySQL at ${host}:${port} as "stand_in": Access denied for user 'stand_in'@'127.0.0.1'`,
    );
    await deleteTwice(user, server, made);
    expect(await importOf(user, server, made.id)).toBeUndefined();
  });

  it("opens the database of an escaped pattern and no other, and closes it again", async () => {
    const databases = [
      await create(database, server, { name: "stand_in_a" }),
      await create(database, server, { name: "standxinxa" }),
    ];
    const account = { user: "stand_in", host: "%" };
    const tenant = await create(user, server, { ...account, plaintextPassword: "p" });
    const granted = await create(grant, server, {
      ...account,
      database: "stand\\_in\\_a",
      privileges: ["ALL PRIVILEGES"],
    });
    await login("stand_in", "p").run("USE stand_in_a");
    await expect(login("stand_in", "p").run("USE standxinxa")).rejects.toThrow(
      "Error 1044: Access denied for user 'stand_in'@'%' to database 'standxinxa'",
    );
    await deleteTwice(grant, server, granted);
    await expect(login("stand_in", "p").run("USE stand_in_a")).rejects.toThrow(
      "Error 1044: Access denied for user 'stand_in'@'%' to database 'stand_in_a'",
    );
    await deleteTwice(user, server, tenant);
    const state = { id: granted.id, oldInputs: granted.outputs, oldOutputs: granted.outputs };
    expect(await grant.read(server, { ...identity(), ...state })).toBeUndefined();
    await deleteTwice(grant, server, granted);
    for (const made of databases) await deleteTwice(database, server, made);
  });
});
