import { describe, expect, it } from "vitest";
import { standIn as standInWith } from "../../sandbox/providers/aws";
import { awsClient } from "../../sandbox/providers/aws/client";
import { exceptingThisMachine, withoutException } from "../../sandbox/providers/aws/plain-http";
import { check, itTakesTheInputsOf, kindOf, refusals } from "./support/ask";

const environment = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };
const standIn = standInWith(environment);
const endpoints = JSON.stringify([{ s3: "http://127.0.0.1:1", iam: "http://127.0.0.1:2" }]);
const client = awsClient(environment, { region: "us-east-1", endpoints });

const cors = kindOf(standIn, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration");
const policy = kindOf(standIn, "aws:s3/bucketPolicy:BucketPolicy");
const lifecycle = kindOf(
  standIn,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
);

const notServed = (name: string): string =>
  `${name}: the official plugin takes this input, the sandbox has nothing to serve it with; leave it out`;

describe("BucketCorsConfiguration", () => {
  itTakesTheInputsOf(cors, "aws/s3/bucketCorsConfiguration", "BucketCorsConfigurationArgs");

  const rule = { allowedMethods: ["GET"], allowedOrigins: ["https://a.example.org"] };
  it.each([
    [{ corsRules: [] }, "corsRules: Too small: expected array to have >=1 items"],
    [
      { corsRules: [{ allowedMethods: ["GET"] }] },
      "corsRules[0].allowedOrigins: Invalid input: expected array, received undefined",
    ],
    [
      { corsRules: [{ ...rule, allowedMethod: "GET" }] },
      'corsRules[0]: Unrecognized key: "allowedMethod"',
    ],
    [{ corsRules: [rule], expectedBucketOwner: "1" }, notServed("expectedBucketOwner")],
  ])("refuses %j", async (inputs, refusal) => {
    expect(await refusals(cors, client, { bucket: "b", ...inputs })).toEqual([refusal]);
  });
});

describe("BucketLifecycleConfiguration", () => {
  itTakesTheInputsOf(
    lifecycle,
    "aws/s3/bucketLifecycleConfiguration",
    "BucketLifecycleConfigurationArgs",
  );

  const rule = { id: "a", status: "Enabled", expiration: { days: 1 } };
  it.each([
    [{ rules: [] }, "rules: Too small: expected array to have >=1 items"],
    [
      { rules: [{ ...rule, status: "On" }] },
      'rules[0].status: Invalid option: expected one of "Enabled"|"Disabled"',
    ],
    [
      { rules: [{ ...rule, expiration: { days: 0 } }] },
      "rules[0].expiration.days: Too small: expected number to be >=1",
    ],
    [
      { rules: [{ ...rule, expiration: { days: 1, expiredObjectDeleteMarker: true } }] },
      "rules[0]: expiration takes either days or expiredObjectDeleteMarker",
    ],
    [{ rules: [rule, rule] }, "rules[1]: has the id of an earlier rule"],
    [{ rules: [{ id: "a", status: "Enabled" }] }, "rules[0]: has no action"],
    [{ rules: [rule], timeouts: {} }, notServed("timeouts")],
  ])("refuses %j", async (inputs, refusal) => {
    expect(await refusals(lifecycle, client, { bucket: "b", ...inputs })).toEqual([refusal]);
  });
});

describe("BucketPolicy", () => {
  itTakesTheInputsOf(policy, "aws/s3/bucketPolicy", "BucketPolicyArgs");

  it("keeps a document that is given as an object as text", async () => {
    const document = { Version: "2012-10-17", Statement: [] };
    const { inputs } = await check(policy, client, { bucket: "b", policy: document });
    expect(inputs).toEqual({ bucket: "b", policy: JSON.stringify(document) });
  });

  it.each(["{", "[]", '"text"'])("refuses %s as a document", async (text) => {
    expect(await refusals(policy, client, { bucket: "b", policy: text })).toEqual([
      "policy: contains an invalid JSON policy: must be a JSON object",
    ]);
  });
});

describe("a policy that denies plain HTTP", () => {
  const deny = (condition: object) => ({ Effect: "Deny", Principal: "*", Condition: condition });
  const overHttp = { Bool: { "aws:SecureTransport": "false" } };
  const here = { NotIpAddress: { "aws:SourceIp": "127.0.0.0/8" } };
  const document = (...statements: readonly object[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const allow = { Effect: "Allow", Principal: "*", Condition: overHttp };

  it("excepts this machine on its way to the server, and is itself again on the way back", () => {
    const written = document(deny(overHttp), allow);
    const sent = exceptingThisMachine(written);
    expect(JSON.parse(sent)).toEqual(JSON.parse(document(deny({ ...overHttp, ...here }), allow)));
    expect(JSON.parse(withoutException(sent))).toEqual(JSON.parse(written));
  });

  it("leaves every other condition alone, in both directions", () => {
    const written = document(deny({ StringEquals: { "aws:SourceVpc": "v" } }), allow);
    expect(exceptingThisMachine(written)).toBe(written);
    expect(withoutException(written)).toBe(written);
    const elsewhere = { ...overHttp, NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    expect(withoutException(document(deny(elsewhere)))).toBe(document(deny(elsewhere)));
  });
});
