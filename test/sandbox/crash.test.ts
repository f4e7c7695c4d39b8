import {
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startActor, stopActor } from "../../sandbox/actors";
import { pollUntil } from "../../sandbox/servers/wait";
import { kubernetes, mysql, s3 } from "./support/clients";
import type { Fault } from "../../sandbox/providers/faults";
import { credentials, instancesOf, type InstanceOutput } from "./support/fleet";
import { killUp, killUpHeldBy } from "./support/killed-up";
import { NOTHING, possessions, WHOLE_INSTANCE } from "./support/possessions";
import { sandbox } from "./support/sandbox";
import {
  openTestStack,
  pendingOperations,
  recover,
  removeTestStack,
  up,
  sectionWith,
} from "./support/stacks";

const NAME = "crash";

/**
 * Resources of an instance, by their names behind its slug. Each group is created when the one before it has been, so
 * with an instance for each group the engine is killed at all of these points in one run.
 */
const GROUPS: readonly Readonly<Record<string, string>>[] = [
  { namespace: "kubernetes:core/v1:Namespace" },
  {
    "storage-bucket": "aws:s3/bucket:Bucket",
    "storage-public-bucket": "aws:s3/bucket:Bucket",
    "app-project": "kubernetes:argoproj.io/v1alpha1:AppProject",
  },
  {
    "mysql-database": "mysql:index/database:Database",
    "storage-private": "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "storage-versioning": "aws:s3/bucketVersioning:BucketVersioning",
    "storage-lifecycle": "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "storage-cors": "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  },
  {
    "mysql-user": "mysql:index/user:User",
    "mongodb-user": "mongodbatlas:index/databaseUser:DatabaseUser",
    "storage-user": "aws:iam/user:User",
    "storage-tls-only": "aws:s3/bucketPolicy:BucketPolicy",
    "storage-public-policy": "aws:s3/bucketPolicy:BucketPolicy",
  },
  {
    "mysql-grant": "mysql:index/grant:Grant",
    "storage-policy": "aws:iam/userPolicy:UserPolicy",
  },
  { "storage-key": "aws:iam/accessKey:AccessKey" },
  { application: "kubernetes:argoproj.io/v1alpha1:Application" },
];

const MOMENTS = ["before", "after"] as const;

/** `before-0` is stopped before its namespace is made or deleted, `after-1` between its buckets and their record. */
const SLUGS = MOMENTS.flatMap((moment) => GROUPS.map((_, group) => `${moment}-${group}`));

/** Holds at every point of the groups before the create, and at every point of as many instances after it. */
const HELD_CREATES: readonly Fault[] = MOMENTS.flatMap((moment) =>
  GROUPS.flatMap((group, index) =>
    Object.entries(group).map(([part, type]) => ({
      when: `${moment} create` as const,
      type,
      name: `${moment}-${index}-${part}`,
      do: "hold" as const,
    })),
  ),
);

/** The engine deletes one of these when it has deleted the one before it, so it is killed at one of them at a time. */
const HELD_DELETES = [
  ["mysql-user", "mysql:index/user:User"],
  ["storage-bucket", "aws:s3/bucket:Bucket"],
  ["namespace", "kubernetes:core/v1:Namespace"],
] as const;

const edit = (slugs: readonly string[]): Promise<Stack> =>
  openTestStack(NAME, {
    "openedx:instances": slugs.map((slug) => ({ slug, storage: { publicMedia: true } })),
    // Ten of them are removed at once, perhaps on a busy machine.
    ...sectionWith("openedx:platform", { argocd: { deletionTimeoutSeconds: 120 } }),
  });

let stack: Stack;

beforeAll(async () => {
  stack = await edit(SLUGS);
});
afterAll(async () => {
  await startActor(sandbox().directory, sandbox().servers);
  await removeTestStack(await edit([]));
});

describe("an up that is killed before creates, and between creates and their records", () => {
  let instances: Record<string, InstanceOutput>;

  beforeAll(async () => {
    await killUpHeldBy(NAME, HELD_CREATES);
    const pending = (await pendingOperations(stack)).map((urn) => urn.split("::").at(-1));
    expect(pending).toEqual(expect.arrayContaining(HELD_CREATES.map(({ name }) => name)));
    const lines = await recover(stack);
    expect(lines[0]).toMatch(
      /^Removed the lock that process \d+ left when it was killed \(.+\)\.$/,
    );
    expect(lines[1]).toBe(
      `An earlier run was stopped in the middle of ${pending.length} operations.`,
    );
    expect(lines.at(-1)).toBe("The state agrees with the servers again.");
    instances = instancesOf((await up(stack)).outputs);
  });

  it.each(SLUGS)("converges: %s has everything once", async (slug) => {
    expect(await possessions(slug)).toEqual({ ...WHOLE_INSTANCE, buckets: 2 });
  });

  it("leaves nothing to be done", async () => {
    expect(await pendingOperations(stack)).toEqual([]);
    expect(Object.keys((await up(stack)).changes)).toEqual(["same"]);
  });

  it("leaves instances whose pods can log in", async () => {
    expect(Object.keys(instances).sort()).toEqual([...SLUGS].sort());
    for (const instance of Object.values(instances)) await logIn(instance);
  });

  it("leaves buckets that are as they shall be, though the engine was killed while setting it", async () => {
    for (const { bucket, publicBucket } of Object.values(instances)) {
      const [{ CORSRules }, { Status }, own, forAll] = await Promise.all([
        s3().send(new GetBucketCorsCommand({ Bucket: bucket })),
        s3().send(new GetBucketVersioningCommand({ Bucket: bucket })),
        s3().send(new GetBucketPolicyCommand({ Bucket: bucket })),
        s3().send(new GetBucketPolicyCommand({ Bucket: publicBucket })),
      ]);
      expect([CORSRules?.length, Status]).toEqual([1, "Enabled"]);
      expect([own.Policy, forAll.Policy].map((policy) => policy?.includes("Allow"))).toEqual([
        false,
        true,
      ]);
    }
  });
});

describe("a removal that is killed", () => {
  const [keptBefore = "", keptAfter = ""] = MOMENTS.map((moment) => `${moment}-0`);
  const removed = SLUGS.filter((slug) => slug !== keptBefore && slug !== keptAfter);

  it("while Argo CD stands still: is finished once it runs", async () => {
    await stopActor(sandbox().directory);
    stack = await edit([keptBefore, keptAfter]);
    await killUp(NAME, () => untilLeaving(removed.length));
    await recover(stack);
    await startActor(sandbox().directory, sandbox().servers);
    await up(stack);
    for (const slug of removed) expect(await possessions(slug)).toEqual(NOTHING);
  });

  it.each(HELD_DELETES)("before and after it deleted %s: is recovered from", async (part, type) => {
    stack = await edit([]);
    const faults = MOMENTS.map((moment): Fault => ({
      when: `${moment} delete`,
      type,
      name: `${moment}-0-${part}`,
      do: "hold",
    }));
    await killUpHeldBy(NAME, faults);
    await recover(stack);
    expect(await pendingOperations(stack)).toEqual([]);
  });

  it("leaves nothing behind", async () => {
    await up(stack);
    for (const slug of SLUGS) expect(await possessions(slug)).toEqual(NOTHING);
    expect(Object.keys((await up(stack)).changes)).toEqual(["same"]);
  });
});

/** Logs in to MySQL and to the storage with what is in the instance's Secret. */
async function logIn({ namespace, mysqlDatabase, bucket }: InstanceOutput): Promise<void> {
  const secret = await credentials(namespace);
  const of = (key: string): string => secret[key] ?? "";
  const connection = await mysql({
    user: of("OPENEDX_MYSQL_USERNAME"),
    password: of("OPENEDX_MYSQL_PASSWORD"),
    database: mysqlDatabase,
  });
  await connection.query("CREATE TABLE learners (id INT PRIMARY KEY)");
  await connection.end();
  const storage = s3({
    accessKeyId: of("OPENEDX_AWS_ACCESS_KEY"),
    secretAccessKey: of("OPENEDX_AWS_SECRET_ACCESS_KEY"),
  });
  await storage.send(new PutObjectCommand({ Bucket: bucket, Key: "logo.svg", Body: "<svg/>" }));
}

const Applications = z.object({
  items: z.array(z.object({ metadata: z.object({ deletionTimestamp: z.string().optional() }) })),
});

/** Resolves once the API server has been told to delete so many Applications. */
async function untilLeaving(count: number): Promise<void> {
  const api = kubernetes();
  const path = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
  const told = async (): Promise<boolean> => {
    const { items } = Applications.parse(await api.send({ method: "GET", path }));
    return (
      items.filter(({ metadata }) => metadata.deletionTimestamp !== undefined).length === count
    );
  };
  if (!(await pollUntil(told, 120_000))) throw new Error("the Applications are not being deleted");
}
