import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StorageSettings } from "../../../components/data/settings";
import { program } from "../../../components/program";
import { inputsText, record, type Recorded } from "../../support/recorder";
import {
  ON_DIGITALOCEAN,
  ofPublicMedia,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
  STORAGE_SETTINGS,
} from "../../support/settings";

const KINDS = Object.entries(STORAGE_SETTINGS);
const history = sampleInstance("history");

const SPACES = ON_DIGITALOCEAN.storage;

const recordStorage = (storage: StorageSettings, instance = history) =>
  record(() => program(sampleSettings([instance], { storage }), sampleSecrets()));

/** What an instance has on the storage. */
const ownNames = (recorded: readonly Recorded[]) =>
  recorded.flatMap(({ name }) => (name.startsWith("history-storage-") ? [name.slice(16)] : []));

const named = (recorded: readonly Recorded[], name: string): Recorded => {
  const found = recorded.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

const GUARDS = ["versioning", "lifecycle", "cors"];
const KEY = ["user", "policy", "key"];

/** The number of resources that the documentation tells of a kind. */
function documentedCount(kind: string): number {
  const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "storage.md"), "utf8");
  const row = page.split("\n").find((line) => line.replaceAll("`", "").startsWith(`| ${kind} `));
  return Number(row?.split("|")[2]);
}

describe("the resources of an instance on the storage", () => {
  it.each([
    ["s3", "s3"],
    ["s3 with a KMS key", "s3 with kmsKeyArn"],
    ["s3-compatible, iam", "s3-compatible, iam"],
    ["s3-compatible, given", "s3-compatible, given"],
    ["spaces", "spaces"],
  ] as const)("are as many as the documentation says: %s", async (kind, row) => {
    const recorded = await recordStorage(kind === "spaces" ? SPACES : STORAGE_SETTINGS[kind]);
    expect(documentedCount(row)).toBe(ownNames(recorded).length);
  });

  it.each([
    ["s3", ["bucket", "private", "tls-only", ...GUARDS, ...KEY]],
    ["s3 with a KMS key", ["bucket", "private", "tls-only", ...GUARDS, "encryption", ...KEY]],
    ["s3-compatible, iam", ["bucket", "tls-only", ...GUARDS, ...KEY]],
    ["s3-compatible, given", ["bucket", "tls-only", ...GUARDS]],
  ] as const)("are few: %s", async (kind, names) => {
    expect(ownNames(await recordStorage(STORAGE_SETTINGS[kind])).sort()).toEqual([...names].sort());
  });

  it("are what the server can do", async () => {
    const features = {
      versioning: false,
      lifecycle: false,
      cors: false,
      bucketPolicies: false,
      publicAccessBlock: false,
      encryption: false,
    };
    const server = STORAGE_SETTINGS["s3-compatible, given"];
    const least = await recordStorage({ ...server, features });
    expect(ownNames(least)).toEqual(["bucket"]);
    const all = { ...server.features, publicAccessBlock: true, encryption: true };
    const most = await recordStorage({ ...server, features: all });
    expect(ownNames(most).sort()).toEqual(
      ["bucket", "encryption", "private", "tls-only", ...GUARDS].sort(),
    );
    expect(named(most, "history-storage-encryption").inputs).toMatchObject({
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  });

  it("do not close a server for plain HTTP that speaks nothing else", async () => {
    const server = { ...STORAGE_SETTINGS["s3-compatible, given"], endpoint: "http://s3.local" };
    const names = ownNames(await recordStorage(server, ofPublicMedia(history)));
    expect(names).not.toContain("tls-only");
    expect(names).toContain("public-policy");
  });
});

describe.each(KINDS)("nothing is public but what shall be: %s", (_, storage) => {
  const allowsAll = (policy: Recorded) =>
    /"Effect":"Allow","Principal":"\*"/.test(String(policy.inputs["policy"]));

  it("unless an instance wants it", async () => {
    const recorded = await recordStorage(storage);
    expect(recorded.filter(allowsAll)).toEqual([]);
    expect(ownNames(recorded).filter((name) => name.startsWith("public"))).toEqual([]);
  });

  it("and then the one bucket alone", async () => {
    const recorded = await recordStorage(storage, ofPublicMedia(history));
    const open = recorded.filter(allowsAll);
    expect(open.map(({ name }) => name)).toEqual(["history-storage-public-policy"]);
    const { bucket } = named(recorded, "history-storage-public-bucket").inputs;
    expect(bucket).toBe("campus-history-public-0a1b2c3d");
    expect(open.map(({ inputs }) => inputs["bucket"])).toEqual([bucket]);
    const blocks = recorded.filter(({ type }) => type.includes("bucketPublicAccessBlock"));
    const reach = blocks.map(({ name, inputs }) => [name, inputs["blockPublicPolicy"]]);
    expect(reach).toEqual(
      storage.kind === "s3"
        ? [
            ["history-storage-private", true],
            ["history-storage-public-access", false],
          ]
        : [],
    );
    expect(blocks.every(({ inputs }) => inputs["ignorePublicAcls"] === true)).toBe(true);
  });

  it("and is kept while the instance is protected, as an edit would delete it", async () => {
    const protectedNames = async (deletionProtection: boolean) =>
      (await recordStorage(storage, ofPublicMedia({ ...history, deletionProtection })))
        .filter(({ name, protect }) => protect && name.startsWith("history-storage"))
        .map(({ name }) => name);
    const parts = storage.kind === "s3" ? ["bucket", "access", "policy"] : ["bucket", "policy"];
    expect(await protectedNames(true)).toEqual(
      parts.map((part) => `history-storage-public-${part}`),
    );
    expect(await protectedNames(false)).toEqual([]);
  });
});

describe("given keys", () => {
  const given = () => recordStorage(STORAGE_SETTINGS["s3-compatible, given"]);
  const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";

  it("reach the pods of the instance as secrets, and nothing else", async () => {
    const holders = (await given()).filter((each) => /given-(key|secret)-/.test(inputsText(each)));
    expect(holders.map(({ name }) => name)).toEqual(["history-credentials"]);
    expect(holders[0]?.inputs).toMatchObject({
      stringData: expect.objectContaining({
        "4dabf18193072939515e22adb298388d": SECRET_MARK,
      }) as unknown,
    });
    expect(inputsText(named(await given(), "history-credentials"))).toContain("given-key-history");
  });

  it("come after all that must hold before anybody writes", async () => {
    const recorded = await given();
    const { dependencies } = named(recorded, "history-application");
    const guards = ["bucket", "tls-only", ...GUARDS].map(
      (name) => named(recorded, `history-storage-${name}`).urn,
    );
    expect(guards.filter((urn) => !dependencies.includes(urn))).toEqual([]);
  });
});

describe("what a server's buckets hang on", () => {
  it.each([
    ["s3", { kind: "s3", region: "eu-central-1" }],
    [
      "s3-compatible, iam",
      { kind: "s3-compatible", region: "us-east-1", endpoint: "https://s3.example.org" },
    ],
  ] as const)("is pinned: %s", async (kind, keepers) => {
    const pinned = named(
      await recordStorage(STORAGE_SETTINGS[kind]),
      "storage-kind-carries-protected-instances-see-docs-moving-data",
    );
    expect(pinned.inputs["keepers"]).toEqual(keepers);
  });

  it("is an address for a server that is not AWS, and that of its IAM service where it makes the keys", async () => {
    const endpointsOf = async (kind: keyof typeof STORAGE_SETTINGS) =>
      named(await recordStorage(STORAGE_SETTINGS[kind]), "storage-aws").inputs["endpoints"];
    expect(await endpointsOf("s3")).toBeUndefined();
    expect(JSON.parse(String(await endpointsOf("s3-compatible, iam")))).toEqual([
      { s3: "https://s3.example.org", iam: "https://iam.example.org" },
    ]);
    expect(JSON.parse(String(await endpointsOf("s3-compatible, given")))).toEqual([
      { s3: "https://s3.example.org" },
    ]);
  });
});
