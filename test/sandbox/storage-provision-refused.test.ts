import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  adminKeys,
  bucketExists,
  makeUser,
  removeBucket,
  storageParameters,
  type StorageUser,
} from "./support/storage-templates";
import {
  applyTemplates,
  createNamespace,
  deleteNamespace,
  deleteTemplates,
  putImpatient,
  putSecret,
  refused,
  run,
} from "./support/workflows";

const NAMESPACE = "storage-refused";
const BUCKET = "wf-r-openedx";

let user: StorageUser;

const provision = (parameters: Readonly<Record<string, string>>) =>
  run({
    namespace: NAMESPACE,
    template: "storage-provision-impatient",
    parameters: storageParameters({ bucket: BUCKET, ...parameters }),
  });

beforeAll(async () => {
  [user] = await Promise.all([
    makeUser("wf-r-user", "wf-r-another"),
    applyTemplates(),
    createNamespace(NAMESPACE),
  ]);
  await putImpatient("storage-provision");
  await putSecret(NAMESPACE, "admin", adminKeys());
  await putSecret(NAMESPACE, "user", user.keys);
  await putSecret(NAMESPACE, "wrong", { ...adminKeys(), "secret-access-key": "wrong" });
  await putSecret(NAMESPACE, "gone", { ...user.keys, "access-key-id": "AKIAGONE" });
  await putSecret(NAMESPACE, "half", { "access-key-id": "AKIA" });
});
afterAll(async () => {
  await user.remove();
  await removeBucket(BUCKET);
  await deleteNamespace(NAMESPACE);
  await deleteTemplates();
});

describe("storage-provision refuses", () => {
  const names = ["Bad", "a", "a_b", "$(id)", "a'; rm -rf x", '"quoted"', "a b", "b".repeat(64)];
  const badBucket = (shown: string): string =>
    `parameter bucket is ${shown}; allowed are 3 to 63 lower case letters, digits and -`;
  const shown = (value: string): string => `'${value.replaceAll("'", String.raw`'\''`)}'`;
  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    ...names.map((bucket) => [{ bucket }, badBucket(shown(bucket))] as const),
    [{ bucket: "ü-bucket" }, badBucket(String.raw`$'\303\274-bucket'`)],
    [{ provider: "minio" }, "parameter provider is 'minio'; allowed are s3, spaces, s3-compatible"],
    [{ provider: "" }, "parameter provider is ''; allowed are s3, spaces, s3-compatible"],
    [{ endpoint: "" }, "parameter endpoint is empty; provider s3-compatible needs one"],
    [
      { endpoint: "http://x/?a=$(id)" },
      "parameter endpoint is 'http://x/?a=$(id)'; give an address such as https://s3.example.org",
    ],
    [{ region: "us east" }, "parameter region is 'us east'; give a region such as eu-central-1"],
    [
      { "cors-origins": 'https://a.example "], "AllowedMethods": ["' },
      `parameter cors-origins is '"],'; give addresses such as https://learn.example.org`,
    ],
    [
      { "old-versions-days": "1e9" },
      "parameter old-versions-days is '1e9'; give a number of days, or 0",
    ],
    [
      { "user-secret": "half" },
      "the Secret 'half' has no key 'secret-access-key', or there is no such Secret in this namespace",
    ],
    [
      { "admin-secret": "nowhere" },
      "the Secret 'nowhere' has no key 'access-key-id', or there is no such Secret in this namespace",
    ],
  ];

  it("what must be mended first, without a second try, and makes nothing", async () => {
    const ended = await Promise.all(cases.map(([parameters]) => provision(parameters)));
    expect(ended).toEqual(cases.map(([, reason]) => refused(64, `storage-provision: ${reason}`)));
    expect(await bucketExists(BUCKET)).toBe(false);
  });

  it("a wrong key of the administrator, without a second try", async () => {
    expect(await provision({ "admin-secret": "wrong" })).toEqual(
      refused(
        77,
        "storage-provision: An error occurred (403) when calling the HeadBucket operation: Forbidden",
      ),
    );
    expect(await bucketExists(BUCKET)).toBe(false);
  });

  it("a key of the instance that cannot use the bucket", async () => {
    const ended = await provision({ "user-secret": "user", "old-versions-days": "0" });
    const line = ended.log.trimEnd();
    expect(line).toMatch(
      /^storage-provision: An error occurred \(AccessDenied\) when calling the ListObjectsV2 operation: /,
    );
    expect(ended).toEqual(refused(77, line));
  });

  it("a key of the instance that is gone", async () => {
    const ended = await provision({ "user-secret": "gone", "old-versions-days": "0" });
    const line = ended.log.trimEnd();
    expect(line).toMatch(
      /^storage-provision: An error occurred \(InvalidAccessKeyId\) when calling the ListObjectsV2 operation: /,
    );
    expect(ended).toEqual(refused(77, line));
  });

  it("AWS's settings where the server has none of them", async () => {
    expect(await provision({ provider: "s3" })).toEqual(
      refused(
        77,
        "storage-provision: An error occurred (NotImplemented) when calling the GetBucketEncryption operation: A header you provided implies functionality that is not implemented.",
      ),
    );
  });
});
