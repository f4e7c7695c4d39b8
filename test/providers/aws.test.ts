import { describe, expect, it } from "vitest";
import { standIn as standInWith } from "../../sandbox/providers/aws";
import { awsClient } from "../../sandbox/providers/aws/client";
import { UNKNOWN, type Properties } from "../../sandbox/providers/value";
import { check, identity, importOf, itTakesTheInputsOf, kindOf, refusals } from "./support/ask";

const environment = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };
const standIn = standInWith(environment);
const endpoints = JSON.stringify([{ s3: "http://127.0.0.1:1", iam: "http://127.0.0.1:2" }]);
const client = awsClient(environment, { region: "us-east-1", endpoints });

const bucket = kindOf(standIn, "aws:s3/bucket:Bucket");
const versioning = kindOf(standIn, "aws:s3/bucketVersioning:BucketVersioning");
const ownership = kindOf(standIn, "aws:s3/bucketOwnershipControls:BucketOwnershipControls");
const publicAccess = kindOf(standIn, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
const encryption = kindOf(
  standIn,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
);
const user = kindOf(standIn, "aws:iam/user:User");
const userPolicy = kindOf(standIn, "aws:iam/userPolicy:UserPolicy");
const accessKey = kindOf(standIn, "aws:iam/accessKey:AccessKey");

const notServed = (name: string): string =>
  `${name}: the official plugin takes this input, the sandbox has nothing to serve it with; leave it out`;

describe("Provider", () => {
  it("speaks to nothing but the sandbox's object store", () => {
    const refusal =
      "the aws stand-in speaks only to the sandbox's object store, and nothing tells where that is: " +
      "AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL_IAM are not set where it runs";
    expect(() => awsClient(environment, { region: "us-east-1" })).toThrow(refusal);
    const withoutIam = JSON.stringify([{ s3: "http://127.0.0.1:1" }]);
    expect(() => awsClient(environment, { region: "us-east-1", endpoints: withoutIam })).toThrow(
      refusal,
    );
  });

  it("finds the object store by the program's settings, then by the environment", async () => {
    const addresses = {
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:3",
      AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:4",
    };
    const portsOf = async (configuration: Properties) => {
      const { s3, iam } = awsClient({ ...environment, ...addresses }, configuration);
      const found = await Promise.all([s3.config.endpoint?.(), iam.config.endpoint?.()]);
      return found.map((each) => each?.port);
    };
    expect(await portsOf({ region: "us-east-1" })).toEqual([3, 4]);
    expect(await portsOf({ region: "us-east-1", endpoints })).toEqual([1, 2]);
    const ofS3 = JSON.stringify([{ s3: "http://127.0.0.1:1" }]);
    expect(await portsOf({ region: "us-east-1", endpoints: ofS3 })).toEqual([1, 4]);
  });

  it("takes credentials from the environment alone", () => {
    const configuration = { region: "us-east-1", endpoints };
    expect(() => awsClient({}, configuration)).toThrow(
      "aws.Provider: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set where the aws stand-in runs",
    );
    expect(() =>
      awsClient(environment, { ...configuration, accessKey: "a", secretKey: "b" }),
    ).toThrow("aws.Provider: the sandbox has no use for accessKey, secretKey");
  });

  it("needs a region", () => {
    expect(() => awsClient(environment, { endpoints })).toThrow("aws.Provider: region is missing");
  });
});

describe("Bucket", () => {
  itTakesTheInputsOf(bucket, "aws/s3/bucket", "BucketArgs");

  it("keeps its objects and has a name made from the resource's unless the program says otherwise", async () => {
    const { inputs } = await check(bucket, client, {});
    expect(inputs).toEqual({
      bucket: expect.stringMatching(/^it-[0-9a-f]{7}$/) as string,
      forceDestroy: false,
    });
  });

  it("accepts what is not known yet", async () => {
    expect(await refusals(bucket, client, { bucket: UNKNOWN, tags: { a: UNKNOWN } })).toEqual([]);
  });

  const name =
    "bucket: must be 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends";
  it.each([
    [{ bucket: "ab" }, name],
    [{ bucket: "a_b" }, name],
    [{ bucket: "Abc" }, name],
    [{ bucket: "a".repeat(64) }, name],
    [{ bucket: "abc", acl: "private" }, notServed("acl")],
    [{ bucket: "abc", tags: { a: 1 } }, "tags.a: Invalid input: expected string, received number"],
  ])("refuses %j", async (inputs, refusal) => {
    expect(await refusals(bucket, client, inputs)).toEqual([refusal]);
  });

  it("is not taken for gone when the server does not answer", async () => {
    await expect(importOf(bucket, client, "abc")).rejects.toThrow(
      'reading S3 bucket "abc": the object store cannot be reached: connect ECONNREFUSED 127.0.0.1:1. ' +
        "Check openedx:storage.endpoint, and that it runs",
    );
  });
});

describe("settings of a bucket", () => {
  itTakesTheInputsOf(versioning, "aws/s3/bucketVersioning", "BucketVersioningArgs");
  itTakesTheInputsOf(ownership, "aws/s3/bucketOwnershipControls", "BucketOwnershipControlsArgs");
  itTakesTheInputsOf(publicAccess, "aws/s3/bucketPublicAccessBlock", "BucketPublicAccessBlockArgs");
  itTakesTheInputsOf(
    encryption,
    "aws/s3/bucketServerSideEncryptionConfiguration",
    "BucketServerSideEncryptionConfigurationArgs",
  );

  it("block no public access unless the program says so", async () => {
    const { inputs } = await check(publicAccess, client, { bucket: "b", blockPublicAcls: true });
    expect(inputs).toEqual({
      bucket: "b",
      blockPublicAcls: true,
      blockPublicPolicy: false,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
    });
  });

  it.each([
    [
      versioning,
      { bucket: "b", versioningConfiguration: { status: "On" } },
      'versioningConfiguration.status: Invalid option: expected one of "Enabled"|"Suspended"|"Disabled"',
    ],
    [
      versioning,
      { bucket: "b", versioningConfiguration: { status: "Enabled", mfaDelete: "Enabled" } },
      'versioningConfiguration: Unrecognized key: "mfaDelete"',
    ],
    [
      ownership,
      { bucket: "b", rule: { objectOwnership: "Mine" } },
      'rule.objectOwnership: Invalid option: expected one of "BucketOwnerPreferred"|"ObjectWriter"|"BucketOwnerEnforced"',
    ],
    [
      encryption,
      { bucket: "b", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "ROT13" } }] },
      'rules[0].applyServerSideEncryptionByDefault.sseAlgorithm: Invalid option: expected one of "AES256"|"aws:kms"|"aws:kms:dsse"',
    ],
    [publicAccess, { bucket: "b", skipDestroy: true }, notServed("skipDestroy")],
  ])("refuse what is wrong", async (kind, inputs, refusal) => {
    expect(await refusals(kind, client, inputs)).toEqual([refusal]);
  });
});

describe("User", () => {
  itTakesTheInputsOf(user, "aws/iam/user", "UserArgs");

  it.each([
    [{ name: "a b" }, "name: must be 1 to 64 letters, digits and characters of +=,.@_-"],
    [{ name: "a", path: "openedx" }, "path: must begin and end with a slash"],
    [{ name: "a", permissionsBoundary: "arn:x" }, notServed("permissionsBoundary")],
  ])("refuses %j", async (inputs, refusal) => {
    expect(await refusals(user, client, inputs)).toEqual([refusal]);
  });
});

describe("UserPolicy", () => {
  itTakesTheInputsOf(userPolicy, "aws/iam/userPolicy", "UserPolicyArgs");

  it("keeps a document that is given as an object as text", async () => {
    const policy = { Version: "2012-10-17", Statement: [] };
    const { inputs } = await check(userPolicy, client, { user: "u", name: "p", policy });
    expect(inputs).toEqual({ user: "u", name: "p", policy: JSON.stringify(policy) });
  });

  it.each(["{", "[]", '"text"'])("refuses %s as a document", async (policy) => {
    expect(await refusals(userPolicy, client, { user: "u", name: "p", policy })).toEqual([
      "policy: contains an invalid JSON policy: must be a JSON object",
    ]);
  });

  it("leaves the old one first only where the new one needs its place", () => {
    const { deleteBeforeReplace } = userPolicy;
    if (typeof deleteBeforeReplace !== "function") throw new Error("it decides case by case");
    const request = { ...identity(), id: "u:p", oldInputs: { name: "p" }, oldOutputs: {} };
    expect(deleteBeforeReplace(client, { ...request, inputs: { name: "p" } })).toBe(true);
    expect(deleteBeforeReplace(client, { ...request, inputs: { name: "q" } })).toBe(false);
  });

  it("refuses an import by another id", async () => {
    await expect(importOf(userPolicy, client, "u")).rejects.toThrow(
      'wrong ID format "u" (expected <user>:<policy name>)',
    );
  });
});

describe("AccessKey", () => {
  itTakesTheInputsOf(accessKey, "aws/iam/accessKey", "AccessKeyArgs");

  it("is active unless the program says otherwise, and its secret half a secret", async () => {
    expect((await check(accessKey, client, { user: "u" })).inputs).toEqual({
      user: "u",
      status: "Active",
    });
    expect(accessKey.secrets).toContain("secret");
  });

  it.each([
    [{ user: "u", status: "Off" }, 'status: Invalid option: expected one of "Active"|"Inactive"'],
    [{ user: "u", pgpKey: "x" }, notServed("pgpKey")],
  ])("refuses %j", async (inputs, refusal) => {
    expect(await refusals(accessKey, client, inputs)).toEqual([refusal]);
  });
});
