import {
  GetBucketCorsCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tlsOnlyPolicy } from "../../components/data/storage/policies";
import { exceptingThisMachine } from "../../sandbox/providers/aws/plain-http";
import type { StackConfig } from "../../sandbox/engine/config";
import { s3 } from "./support/clients";
import { credentials, instanceOf, type InstanceOutput } from "./support/fleet";
import { sandbox } from "./support/sandbox";
import { openTestStack, refresh, removeTestStack, up } from "./support/stacks";

const history = { slug: "history", storage: { publicMedia: true } };
const science = { slug: "science" };

const OWN_SERVER = {
  kind: "s3-compatible",
  region: "us-east-1",
  endpoint: "http://127.0.0.1:7070",
  // What versitygw answers 501 to, and so does many another server.
  features: { lifecycle: false },
};

/** Every kind of storage, as an operator writes it. */
const STORAGES: readonly (readonly [string, StackConfig])[] = [
  ["s3", { kind: "s3", region: "us-east-1" }],
  ["s3-compatible, iam", { ...OWN_SERVER, access: "iam", iamEndpoint: "http://127.0.0.1:7071" }],
  ["s3-compatible, given", { ...OWN_SERVER, access: "given" }],
];

const bucketNames = async (): Promise<readonly string[]> =>
  ((await s3().send(new ListBucketsCommand({}))).Buckets ?? []).flatMap(({ Name }) => Name ?? []);

const objectUrl = (bucket: string, key: string): string =>
  `${sandbox().servers.objectStorage.endpoint}/${bucket}/${key}`;

/** The status of the answer to somebody without a key. */
const anonymously = async (bucket: string, key: string, method = "GET"): Promise<number> =>
  (await fetch(objectUrl(bucket, key), { method })).status;

/** A browser's question whether a page of `origin` may upload, and what it would be allowed. */
async function preflight(bucket: string, origin: string): Promise<string | null> {
  const answer = await fetch(objectUrl(bucket, "upload"), {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "content-type",
    },
  });
  return answer.ok ? answer.headers.get("access-control-allow-origin") : null;
}

/** The storage as an instance's pods reach it. */
async function keyOf({ namespace }: InstanceOutput) {
  const secret = await credentials(namespace);
  return s3({
    accessKeyId: secret["OPENEDX_AWS_ACCESS_KEY"] ?? "",
    secretAccessKey: secret["OPENEDX_AWS_SECRET_ACCESS_KEY"] ?? "",
  });
}

const put = async (client: ReturnType<typeof s3>, bucket: string | undefined, key: string) =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: key }));

const refused = { name: "AccessDenied" };

describe.each(STORAGES)("storage of kind %s", (kind, storage) => {
  const name = `storage-${kind.replace(/\W+/g, "-")}`;
  const edit = (...instances: readonly object[]) =>
    openTestStack(name, { "openedx:storage": storage, "openedx:instances": instances });
  let [own, neighbour]: InstanceOutput[] = [];
  const both = () => {
    if (own === undefined || neighbour === undefined) throw new Error("there are no instances");
    return { own, neighbour };
  };

  beforeAll(async () => {
    const { outputs } = await up(await edit(history, science));
    own = instanceOf(outputs, "history");
    neighbour = instanceOf(outputs, "science");
  });
  afterAll(async () => removeTestStack(await edit()));

  it("answers the pages of the instance's own sites, and no others", async () => {
    const { bucket, hosts } = both().own;
    const origins = [hosts.lms, hosts.studio, hosts.mfe].map((host) => `https://${host}`);
    for (const origin of origins) expect(await preflight(bucket, origin)).toBe(origin);
    const others = [`http://${hosts.lms}`, `https://${both().neighbour.hosts.lms}`];
    for (const origin of others) expect(await preflight(bucket, origin)).toBeNull();
    const { CORSRules } = await s3().send(new GetBucketCorsCommand({ Bucket: bucket }));
    expect(CORSRules).toEqual([
      {
        AllowedOrigins: origins,
        AllowedMethods: ["GET", "HEAD", "PUT", "POST"],
        AllowedHeaders: ["*"],
        ExposeHeaders: ["ETag"],
        MaxAgeSeconds: 3000,
      },
    ]);
  });

  it("keeps old versions, and lets no access list make an object public", async () => {
    const Bucket = both().own.bucket;
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket }));
    expect(Status).toBe("Enabled");
    const controls = await s3().send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(controls.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
    // AWS refuses such a request; this server does what it ought to mean.
    const open = new PutObjectCommand({ Bucket, Key: "open", Body: "a", ACL: "public-read" });
    await (await keyOf(both().own)).send(open);
    expect(await anonymously(Bucket, "open")).toBe(403);
  });

  it("denies plain HTTP where there is anything else", async () => {
    const { bucket } = both().own;
    const found = s3().send(new GetBucketPolicyCommand({ Bucket: bucket }));
    if (kind !== "s3") return expect(found).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
    const written = JSON.stringify(tlsOnlyPolicy(`arn:aws:s3:::${bucket}`));
    expect(JSON.parse((await found).Policy ?? "")).toEqual(
      JSON.parse(exceptingThisMachine(written)),
    );
  });

  it("has a key for the instance's buckets alone", async () => {
    const { own, neighbour } = both();
    const [ownKey, otherKey] = [await keyOf(own), await keyOf(neighbour)];
    await put(ownKey, own.bucket, "course.tar.gz");
    await put(ownKey, own.publicBucket, "ann.jpg");
    await put(otherKey, neighbour.bucket, "course.tar.gz");
    for (const bucket of [own.bucket, own.publicBucket]) {
      await expect(put(otherKey, bucket, "mine")).rejects.toMatchObject(refused);
      const list = otherKey.send(new ListObjectsV2Command({ Bucket: bucket }));
      await expect(list).rejects.toMatchObject(refused);
    }
    await expect(put(ownKey, neighbour.bucket, "mine")).rejects.toMatchObject(refused);
  });

  it("shows everybody the objects of the public bucket by their names, and nothing else", async () => {
    const { bucket, publicBucket = "" } = both().own;
    expect(await anonymously(publicBucket, "ann.jpg")).toBe(200);
    expect(await anonymously(publicBucket, "")).toBe(403);
    expect(await anonymously(publicBucket, "ann.jpg", "DELETE")).toBe(403);
    expect(await anonymously(publicBucket, "new.jpg", "PUT")).toBe(403);
    expect(await anonymously(bucket, "course.tar.gz")).toBe(403);
    expect(await anonymously(bucket, "")).toBe(403);
    expect(both().neighbour.publicBucket).toBeUndefined();
  });

  it("is as the program says, when run again and when read back", async () => {
    const stack = await edit(history, science);
    expect(Object.keys((await up(stack)).changes)).toEqual(["same"]);
    expect(Object.keys((await refresh(stack)).changes)).toEqual(["same"]);
  });

  it("goes with both buckets and all that is in them, and leaves the neighbour's", async () => {
    const { own, neighbour } = both();
    await up(await edit(science));
    const names = await bucketNames();
    expect(names.filter((each) => each.startsWith("campus-history-"))).toEqual([]);
    expect(names).toContain(neighbour.bucket);
    await expect(put(await keyOf(neighbour), own.bucket, "late")).rejects.toThrow();
    await put(await keyOf(neighbour), neighbour.bucket, "still there");
  });
});
