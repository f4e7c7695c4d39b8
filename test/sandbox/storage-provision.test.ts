import {
  CreateBucketCommand,
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3 } from "./support/clients";
import { relayTo } from "./support/relay";
import { startSettingsFront, type SettingsFront } from "./support/s3-settings";
import { sandbox } from "./support/sandbox";
import {
  adminKeys,
  bucketExists,
  makeUser,
  removeBucket,
  storageParameters,
  versionsIn,
  type StorageUser,
} from "./support/storage-templates";
import {
  applyTemplates,
  createNamespace,
  deleteNamespace,
  deleteTemplates,
  done,
  putSecret,
  refused,
  run,
  statusOf,
  submit,
  untilPhase,
} from "./support/workflows";

const NAMESPACE = "storage-provision";
const BUCKET = "wf-p-openedx";
const LONGEST = "wf-p-".padEnd(63, "b");
const ORIGINS = "https://learn.example.org https://*.example.org:8443";

let user: StorageUser;
let aws: SettingsFront;

const provision = (parameters: Readonly<Record<string, string>> = {}) =>
  run({
    namespace: NAMESPACE,
    template: "storage-provision",
    parameters: storageParameters({ bucket: BUCKET, ...parameters }),
  });

/** The sandbox's object store has no lifecycle rules. */
const withoutLifecycle = (bucket: string, last: string) =>
  done(
    `storage-provision: the server deletes nothing by itself, so old versions stay in ${bucket} for ever`,
    `storage-provision: ${last}`,
  );

beforeAll(async () => {
  [user, aws] = await Promise.all([
    makeUser("wf-p-user", BUCKET),
    startSettingsFront(),
    applyTemplates(),
    createNamespace(NAMESPACE),
  ]);
  await putSecret(NAMESPACE, "admin", adminKeys());
  await putSecret(NAMESPACE, "user", user.keys);
});
afterAll(async () => {
  aws.close();
  await user.remove();
  for (const bucket of [BUCKET, LONGEST, "wf-p-half", "wf-p-aws", "wf-p-policy"])
    await removeBucket(bucket);
  await deleteNamespace(NAMESPACE);
  await deleteTemplates();
});

describe("storage-provision", () => {
  it("makes a bucket that keeps old versions, and sees that the instance's key can use it", async () => {
    const wanted = { "cors-origins": ORIGINS, "user-secret": "user" };
    expect(await provision(wanted)).toEqual(
      withoutLifecycle(BUCKET, `the key in user can use ${BUCKET}`),
    );
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket: BUCKET }));
    expect(Status).toBe("Enabled");
    const { CORSRules } = await s3().send(new GetBucketCorsCommand({ Bucket: BUCKET }));
    expect(CORSRules?.map(({ AllowedOrigins }) => AllowedOrigins)).toEqual([ORIGINS.split(" ")]);
    expect(await versionsIn(BUCKET), "the probe is gone").toBe(0);
  });

  it("keeps the objects when it is repeated, or takes up what was left half done", async () => {
    await s3().send(new CreateBucketCommand({ Bucket: "wf-p-half" }));
    const object = { Bucket: "wf-p-half", Key: "kept" };
    await s3().send(new PutObjectCommand({ ...object, Body: "hello" }));
    const half = withoutLifecycle("wf-p-half", "wf-p-half is there");
    expect(await provision({ bucket: "wf-p-half" })).toEqual(half);
    expect(await provision({ bucket: "wf-p-half", "old-versions-days": "0" })).toEqual(
      done("storage-provision: wf-p-half is there"),
    );
    const { Body } = await s3().send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe("hello");
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket: "wf-p-half" }));
    expect(Status).toBe("Enabled");
  });

  it("makes a bucket with the longest name, and again where it is gone", async () => {
    const there = done(`storage-provision: ${LONGEST} is there`);
    const wanted = { bucket: LONGEST, "old-versions-days": "0" };
    expect(await provision(wanted)).toEqual(there);
    await removeBucket(LONGEST);
    expect(await provision(wanted)).toEqual(there);
    expect(await bucketExists(LONGEST)).toBe(true);
  });

  it("encrypts and fences a bucket of AWS", async () => {
    const parameters = { provider: "s3", endpoint: aws.endpoint, bucket: "wf-p-aws" };
    expect(await provision(parameters)).toEqual(done("storage-provision: wf-p-aws is there"));
    const sent = (setting: string): string => aws.kept.get(`wf-p-aws?${setting}`) ?? "";
    expect(sent("encryption")).toContain("<SSEAlgorithm>AES256</SSEAlgorithm>");
    const block = [...sent("publicAccessBlock").matchAll(/<(\w+)>true</g)].map(([, name]) => name);
    expect(block.sort()).toEqual([
      "BlockPublicAcls",
      "BlockPublicPolicy",
      "IgnorePublicAcls",
      "RestrictPublicBuckets",
    ]);
    expect(sent("lifecycle")).toContain("<NoncurrentDays>30</NoncurrentDays>");
    const { Policy = "" } = await s3().send(new GetBucketPolicyCommand({ Bucket: "wf-p-aws" }));
    expect(JSON.parse(Policy)).toMatchObject({
      Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    });
    // Nothing is changed by a repetition.
    expect(await provision(parameters)).toEqual(done("storage-provision: wf-p-aws is there"));
  });

  it("leaves a policy of somebody else's alone, and says what it lacks", async () => {
    const Bucket = "wf-p-policy";
    await s3().send(new CreateBucketCommand({ Bucket }));
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject" };
    const Statement = [{ ...statement, Resource: `arn:aws:s3:::${Bucket}/*` }];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await s3().send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const ended = await provision({ provider: "s3", endpoint: aws.endpoint, bucket: Bucket });
    expect(ended).toEqual(
      refused(
        64,
        "storage-provision: wf-p-policy has a policy that lets unencrypted requests in; add a statement on aws:SecureTransport, or remove it",
      ),
    );
  });

  it("tries again while the server is down, and ends well once it is there", async () => {
    const relay = await relayTo({
      port: Number(new URL(sandbox().servers.objectStorage.endpoint).port),
    });
    const endpoint = `http://127.0.0.1:${relay.port}`;
    const parameters = storageParameters({ bucket: BUCKET, endpoint });
    const name = await submit({ namespace: NAMESPACE, template: "storage-provision", parameters });
    await expect
      .poll(async () => (await statusOf(NAMESPACE, name)).message, { timeout: 60_000 })
      .toBe("Backoff for 5s");
    await relay.open();
    const { phase, attempts } = await untilPhase(NAMESPACE, name);
    await relay.close();
    expect(phase).toBe("Succeeded");
    expect(attempts.map(({ exitCode }) => exitCode)).toEqual(["75", "0"]);
    expect(attempts[0]?.message).toBe(
      `main: Error (exit code 75): storage-provision: Could not connect to the endpoint URL: "${endpoint}/${BUCKET}"\n`,
    );
  });
});
