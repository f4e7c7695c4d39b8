import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3 } from "./support/clients";
import { freePort } from "./support/relay";
import { startSettingsFront } from "./support/s3-settings";
import {
  adminKeys,
  bucketExists,
  removeBucket,
  storageParameters,
  versionsIn,
} from "./support/storage-templates";
import {
  applyTemplates,
  createNamespace,
  deleteNamespace,
  deleteTemplates,
  done,
  putImpatient,
  putSecret,
  refused,
  run,
} from "./support/workflows";

const NAMESPACE = "storage-deprovision";
const IMPATIENT = "storage-deprovision-impatient";
/** It differs from another one by what follows. */
const [BUCKET, NEIGHBOUR] = ["wf-d-openedx", "wf-d-openedx2"];

const deprovision = (bucket: string, parameters: Readonly<Record<string, string>> = {}) =>
  run({
    namespace: NAMESPACE,
    template: IMPATIENT,
    parameters: storageParameters({ bucket, ...parameters }),
  });

const gone = (bucket: string) => done(`storage-deprovision: ${bucket} is gone`);

async function makeBucket(Bucket: string): Promise<void> {
  await s3().send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
}

async function put(Bucket: string, ...keys: readonly string[]): Promise<void> {
  const client = s3();
  await Promise.all(
    keys.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }))),
  );
}

/** Keys that a shell, a list of columns, JSON or XML would spoil. */
const HOSTILE = [
  "with blanks  and more ",
  " leading",
  `it's "quoted" \\ back`,
  "$(id) `id` ${HOME} ; rm -rf x | y > z",
  "two\nlines",
  "tab\tbetween",
  "<xml>&amp;</xml>",
  "ünïcödé 🎓",
  "%20+%2F?query=1#part",
  "None",
  "-dash",
  "k".repeat(200),
];

beforeAll(async () => {
  await Promise.all([applyTemplates(), createNamespace(NAMESPACE)]);
  await putImpatient("storage-deprovision");
  await putSecret(NAMESPACE, "admin", adminKeys());
  await putSecret(NAMESPACE, "wrong", { ...adminKeys(), "secret-access-key": "wrong" });
  await makeBucket(NEIGHBOUR);
  await put(NEIGHBOUR, "kept");
});
afterAll(async () => {
  for (const bucket of [BUCKET, NEIGHBOUR, "wf-d-half", "wf-d-many", "wf-d-single"])
    await removeBucket(bucket);
  await deleteNamespace(NAMESPACE);
  await deleteTemplates();
});

describe("storage-deprovision", () => {
  it("deletes a bucket with all versions of objects of any key, and no other bucket", async () => {
    await makeBucket(BUCKET);
    await put(BUCKET, ...HOSTILE);
    await put(BUCKET, ...HOSTILE);
    for (const Key of HOSTILE.slice(0, 4))
      await s3().send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    await s3().send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "half sent" }));
    expect(await versionsIn(BUCKET)).toBe(2 * HOSTILE.length + 4);
    expect(await deprovision(BUCKET)).toEqual(gone(BUCKET));
    expect(await bucketExists(BUCKET)).toBe(false);
    expect(await versionsIn(NEIGHBOUR)).toBe(1);
  });

  it("is content with a bucket that is gone already", async () => {
    expect(await deprovision(BUCKET)).toEqual(gone(BUCKET));
  });

  it("finishes what was left half done", async () => {
    const Bucket = "wf-d-half";
    await makeBucket(Bucket);
    await s3().send(new DeleteObjectCommand({ Bucket, Key: "marked" }));
    await s3().send(new CreateMultipartUploadCommand({ Bucket, Key: "half sent" }));
    expect(await deprovision(Bucket)).toEqual(gone(Bucket));
    expect(await bucketExists(Bucket)).toBe(false);
  });

  it("deletes more objects than go in one batch, also without versions", async () => {
    const Bucket = "wf-d-many";
    await s3().send(new CreateBucketCommand({ Bucket }));
    const keys = Array.from({ length: 1050 }, (_, index) => `object ${index}`);
    while (keys.length > 0) await put(Bucket, ...keys.splice(0, 50));
    expect(await deprovision(Bucket)).toEqual(gone(Bucket));
    expect(await bucketExists(Bucket)).toBe(false);
  });

  it("deletes objects one by one where a batch cannot hold a key", async () => {
    await makeBucket("wf-d-single");
    await put("wf-d-single", "one", "two");
    const front = await startSettingsFront("malformed");
    expect(await deprovision("wf-d-single", { endpoint: front.endpoint })).toEqual(
      gone("wf-d-single"),
    );
    front.close();
    expect(await bucketExists("wf-d-single")).toBe(false);
  });

  it("tells a server that is down from a bucket that is gone", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const { phase, message, attempts } = await deprovision(NEIGHBOUR, { endpoint });
    expect([phase, message]).toEqual(["Failed", "No more retries left"]);
    expect(attempts.map(({ exitCode }) => exitCode)).toEqual(["75", "75", "75", "75", "75"]);
  });
});

describe("storage-deprovision refuses, and deletes nothing", () => {
  /** Values that would do harm where they became part of a command, and how the log shows them. */
  const hostile: readonly (readonly [string, string])[] = [
    ["", "''"],
    ["Bad", "'Bad'"],
    ["a b", "'a b'"],
    ["$(id)", "'$(id)'"],
    ["a'; rm -rf x", String.raw`'a'\''; rm -rf x'`],
    ['"quoted"', `'"quoted"'`],
    ["ü-bucket", String.raw`$'\303\274-bucket'`],
    ["b".repeat(64), `'${"b".repeat(64)}'`],
  ];
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ...hostile.map(
      ([bucket, shown]) =>
        [
          bucket,
          {},
          `parameter bucket is ${shown}; allowed are 3 to 63 lower case letters, digits and -`,
        ] as const,
    ),
    [
      NEIGHBOUR,
      { provider: "gcs" },
      "parameter provider is 'gcs'; allowed are s3, spaces, s3-compatible",
    ],
    [
      NEIGHBOUR,
      { "admin-secret": "nowhere" },
      "the Secret 'nowhere' has no key 'access-key-id', or there is no such Secret in this namespace",
    ],
  ];

  it("what must be mended first, without a second try", async () => {
    const ended = await Promise.all(
      cases.map(([bucket, parameters]) => deprovision(bucket, parameters)),
    );
    expect(ended).toEqual(
      cases.map(([, , reason]) => refused(64, `storage-deprovision: ${reason}`)),
    );
  });

  it("an object that the server does not let go", async () => {
    const front = await startSettingsFront("denied");
    const ended = await deprovision(NEIGHBOUR, { endpoint: front.endpoint });
    front.close();
    expect(ended).toEqual(
      refused(
        77,
        `storage-deprovision: an object of ${NEIGHBOUR} cannot be deleted: AccessDenied\thold\theld`,
      ),
    );
  });

  it("a wrong key of the administrator, without a second try", async () => {
    expect(await deprovision(NEIGHBOUR, { "admin-secret": "wrong" })).toEqual(
      refused(
        77,
        "storage-deprovision: An error occurred (403) when calling the HeadBucket operation: Forbidden",
      ),
    );
    expect(await versionsIn(NEIGHBOUR)).toBe(1);
  });
});
