import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Servers } from "../../sandbox/contract";
import type { StackConfig } from "../../sandbox/engine/config";
import { s3 } from "./support/clients";
import { credentials, instanceOf } from "./support/fleet";
import { plan } from "./support/plan";
import { sandbox } from "./support/sandbox";
import { failuresOf, openTestStack, removeTestStack, up } from "./support/stacks";

const S3 = { kind: "s3", region: "us-east-1" };
const FEATURES = { lifecycle: false };
const OWN_SERVER = {
  kind: "s3-compatible",
  region: "us-east-1",
  endpoint: "http://127.0.0.1:7070",
  access: "iam",
  iamEndpoint: "http://127.0.0.1:7071",
  features: FEATURES,
};
const GIVEN = { ...OWN_SERVER, access: "given", iamEndpoint: undefined };

const history = { slug: "history" };
const withMedia = { ...history, storage: { publicMedia: true } };
const KMS = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const edit = (
  name: string,
  storage: StackConfig,
  instance: object,
  servers: Servers = sandbox().servers,
) => openTestStack(name, { "openedx:storage": storage, "openedx:instances": [instance] }, servers);

/** Which edit of which settings means what for the storage. Nothing else is touched but the Secret and the outputs. */
type Edit = readonly [what: string, storage: StackConfig, instance: object, ...plan: string[]];

const S3_EDITS: readonly Edit[] = [
  [
    "other numbers of days",
    { ...S3, oldVersionsDays: 90, unfinishedUploadsDays: 1 },
    history,
    "update history-storage-lifecycle",
  ],
  [
    "tracking logs elsewhere, and not for good",
    { ...S3, trackingLogsPrefix: "events/", trackingLogsDays: 365 },
    history,
    "update history-storage-lifecycle",
  ],
  [
    "days of one instance",
    S3,
    { ...history, storage: { oldVersionsDays: 1, trackingLogsDays: 30 } },
    "update history-storage-lifecycle",
  ],
  [
    "a KMS key",
    { ...S3, kmsKeyArn: KMS },
    history,
    "create history-storage-encryption",
    "update history-storage-policy",
  ],
  [
    "public media",
    { ...S3, publicMedia: true },
    history,
    "create history-storage-public-access",
    "create history-storage-public-bucket",
    "create history-storage-public-policy",
    "update history-storage-policy",
  ],
  [
    "another host",
    S3,
    { ...history, hosts: { lms: "history.example.net" } },
    "update history-storage-cors",
  ],
];

const OWN_SERVER_EDITS: readonly Edit[] = [
  [
    "a server that can do more",
    { ...OWN_SERVER, features: { encryption: true, publicAccessBlock: true } },
    history,
    "create history-storage-encryption",
    "create history-storage-lifecycle",
    "create history-storage-private",
  ],
  [
    "a server that can do less",
    { ...OWN_SERVER, features: { ...FEATURES, cors: false, versioning: false } },
    history,
    "delete history-storage-cors",
    "delete history-storage-versioning",
  ],
  [
    "keys that are given",
    GIVEN,
    history,
    "delete history-storage-key",
    "delete history-storage-policy",
    "delete history-storage-user",
    // Another endpoint: that of IAM is gone.
    "update storage-aws",
    "update history-application",
    "update history-credentials",
  ],
];

describe.each([
  ["s3", S3, S3_EDITS],
  ["s3-compatible", OWN_SERVER, OWN_SERVER_EDITS],
] as const)("an edit of storage settings of kind %s", (kind, storage, edits) => {
  const name = `storage-edits-${kind}`;

  beforeAll(async () => {
    await up(await edit(name, storage, history));
  });
  afterAll(async () => removeTestStack(await edit(name, storage, history)));

  it.each(edits.map(([what, ...others]) => ({ what, others })))(
    "replaces nothing, and no bucket goes: $what",
    async ({ others: [edited, instance, ...expected] }) => {
      expect(await plan(await edit(name, edited, instance))).toEqual([...expected].sort());
    },
  );
});

describe("all edits of the storage at once, made and unmade", () => {
  const name = "storage-edited";
  const all = { ...S3, kmsKeyArn: KMS, oldVersionsDays: 1, trackingLogsDays: 30 };
  afterAll(async () => removeTestStack(await edit(name, S3, history)));

  it("leave the key and the objects as they are", async () => {
    const before = instanceOf((await up(await edit(name, S3, history))).outputs, "history");
    const { OPENEDX_AWS_ACCESS_KEY, OPENEDX_AWS_SECRET_ACCESS_KEY } = await credentials("history");
    const key = s3({
      accessKeyId: OPENEDX_AWS_ACCESS_KEY ?? "",
      secretAccessKey: OPENEDX_AWS_SECRET_ACCESS_KEY ?? "",
    });
    const object = { Bucket: before.bucket, Key: "course.tar.gz" };
    const { VersionId } = await key.send(new PutObjectCommand({ ...object, Body: "1" }));
    const media = { ...withMedia, hosts: { lms: "history.example.net" } };
    const edited = instanceOf((await up(await edit(name, all, media))).outputs, "history");
    expect(edited.bucket).toBe(before.bucket);
    const image = { Bucket: edited.publicBucket, Key: "ann.jpg" };
    await key.send(new PutObjectCommand({ ...image, Body: "a" }));
    await up(await edit(name, S3, history));
    expect((await key.send(new GetObjectCommand(object))).VersionId).toBe(VersionId);
    await expect(key.send(new GetObjectCommand(image))).rejects.toThrow();
  });
});

describe("a protected instance", () => {
  const name = "storage-protected";
  const closed = { ...withMedia, deletionProtection: true };
  const PIN = "storage-kind-carries-protected-instances-see-docs-moving-data";
  let publicBucket: string | undefined;

  const images = async () => {
    const { Contents } = await s3().send(new ListObjectsV2Command({ Bucket: publicBucket }));
    return Contents?.map(({ Key }) => Key);
  };

  beforeAll(async () => {
    const { outputs } = await up(await edit(name, OWN_SERVER, closed));
    ({ publicBucket } = instanceOf(outputs, "history"));
    await s3().send(new PutObjectCommand({ Bucket: publicBucket, Key: "ann.jpg", Body: "a" }));
  });
  afterAll(async () => {
    await up(await edit(name, OWN_SERVER, { ...withMedia, deletionProtection: false }));
    await removeTestStack(await edit(name, OWN_SERVER, withMedia));
  });

  it("keeps its server: another kind, region or address is refused before anything changes", async () => {
    const { servers } = sandbox();
    const moved = (objectStorage: Partial<Servers["objectStorage"]>): Servers => ({
      ...servers,
      objectStorage: { ...servers.objectStorage, ...objectStorage },
    });
    const endpoint = servers.objectStorage.endpoint.replace("127.0.0.1", "127.0.0.2");
    // One after the other, as they all write the one file.
    const attempts = [
      () => edit(name, S3, closed),
      () => edit(name, OWN_SERVER, closed, moved({ endpoint })),
      () => edit(name, OWN_SERVER, closed, moved({ region: "eu-west-1" })),
    ];
    for (const attempt of attempts) {
      const failures = await failuresOf(attempt());
      expect(failures.join("\n")).toContain(PIN);
      expect(await images()).toEqual(["ann.jpg"]);
    }
    const again = await up(await edit(name, OWN_SERVER, closed));
    expect(again.changes["create"]).toBeUndefined();
    expect(await images()).toEqual(["ann.jpg"]);
  });

  it("keeps its public bucket when an edit would delete it", async () => {
    const without = { ...history, deletionProtection: true };
    const failures = await failuresOf(edit(name, OWN_SERVER, without));
    expect(failures.join("\n")).toContain("history-storage-public-policy");
    expect(await images()).toEqual(["ann.jpg"]);
    const again = await up(await edit(name, OWN_SERVER, closed));
    expect(again.changes["create"]).toBeUndefined();
    expect(await images()).toEqual(["ann.jpg"]);
  });
});
