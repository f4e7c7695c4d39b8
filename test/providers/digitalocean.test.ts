import { describe, expect, it } from "vitest";
import { digitalOceanClient } from "../../sandbox/providers/digitalocean/client";
import { grantsOf, policyOf } from "../../sandbox/providers/digitalocean/key-grants";
import { check, importOf, itTakesTheInputsOf, kindOf, refusals } from "./support/ask";
import { client, environment, standInFor } from "./support/digitalocean";

const standIn = standInFor("/nowhere");

const bucket = kindOf(standIn, "digitalocean:index/spacesBucket:SpacesBucket");
const cors = kindOf(
  standIn,
  "digitalocean:index/spacesBucketCorsConfiguration:SpacesBucketCorsConfiguration",
);
const key = kindOf(standIn, "digitalocean:index/spacesKey:SpacesKey");

describe("Provider", () => {
  it("takes credentials from the environment alone", () => {
    expect(() => digitalOceanClient({ ...environment, SPACES_ACCESS_KEY_ID: "" }, {})).toThrow(
      "digitalocean.Provider: not set where the digitalocean stand-in runs: SPACES_ACCESS_KEY_ID",
    );
    expect(() => digitalOceanClient(environment, { token: "t", spacesAccessId: "s" })).toThrow(
      "digitalocean.Provider: the sandbox has no use for token, spacesAccessId",
    );
  });

  it("speaks to nothing but the sandbox's object store, whatever the program says", async () => {
    const { s3, iam } = digitalOceanClient(environment, {
      apiEndpoint: "https://api.digitalocean.com",
      spacesEndpoint: "https://nyc3.digitaloceanspaces.com",
    });
    const found = await Promise.all([s3.config.endpoint?.(), iam.config.endpoint?.()]);
    expect(found.map((each) => [each?.hostname, each?.port])).toEqual([
      ["127.0.0.1", 1],
      ["127.0.0.1", 2],
    ]);
  });
});

describe("SpacesBucket", () => {
  itTakesTheInputsOf(bucket, "digitalocean/spacesBucket", "SpacesBucketArgs");

  it("is private and keeps its objects unless the program says otherwise", async () => {
    const { inputs } = await check(bucket, client, { name: "abc" });
    expect(inputs).toEqual({ name: "abc", acl: "private", forceDestroy: false, region: "nyc3" });
  });

  it.each([
    [
      { name: "a_b" },
      "name: must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
    ],
    [{ acl: "public-read" }, "acl: must be private: the sandbox serves no other"],
    [
      { lifecycleRules: [{ enabled: true, expiration: { day: 1 } }] },
      'lifecycleRules[0].expiration: Unrecognized key: "day"',
    ],
    [
      { corsRules: [] },
      "corsRules: the official plugin takes this input, the sandbox has nothing to serve it with; leave it out",
    ],
  ])("refuses %j", async (inputs, refusal) => {
    expect(await refusals(bucket, client, { name: "abc", ...inputs })).toEqual([refusal]);
  });

  it("is not taken for gone when the server does not answer", async () => {
    await expect(importOf(bucket, client, "nyc3,abc")).rejects.toThrow(
      'reading Spaces bucket "nyc3,abc": the object store cannot be reached: connect ECONNREFUSED 127.0.0.1:1.',
    );
  });
});

describe("SpacesBucketCorsConfiguration", () => {
  itTakesTheInputsOf(
    cors,
    "digitalocean/spacesBucketCorsConfiguration",
    "SpacesBucketCorsConfigurationArgs",
  );

  it("refuses to have no rule", async () => {
    const inputs = { bucket: "abc", region: "nyc3", corsRules: [] };
    expect(await refusals(cors, client, inputs)).toEqual([
      "corsRules: Too small: expected array to have >=1 items",
    ]);
  });
});

describe("SpacesKey", () => {
  itTakesTheInputsOf(key, "digitalocean/spacesKey", "SpacesKeyArgs");

  it("has a secret half that is a secret", () => {
    expect(key.secrets).toEqual(["secretKey"]);
  });

  it.each([
    [
      { bucket: "abc", permission: "write" },
      'grants[0].permission: Invalid option: expected one of "read"|"readwrite"|"fullaccess"',
    ],
    [
      { bucket: "", permission: "readwrite" },
      "grants[0]: name a bucket, or none for fullaccess, which is to all of them",
    ],
    [
      { bucket: "abc", permission: "fullaccess" },
      "grants[0]: name a bucket, or none for fullaccess, which is to all of them",
    ],
  ])("refuses the grant %j", async (grant, refusal) => {
    expect(await refusals(key, client, { name: "k", grants: [grant] })).toEqual([refusal]);
  });

  it("has its grants as a policy of the object store, and as they were when read", () => {
    const grants = [
      { bucket: "abc", permission: "readwrite" },
      { bucket: "def", permission: "read" },
      { bucket: "", permission: "fullaccess" },
    ] as const;
    const policy = policyOf(grants);
    expect(grantsOf(policy)).toEqual(grants);
    expect(JSON.parse(policyOf(grants.slice(1, 2)))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "read",
          Effect: "Allow",
          Action: ["s3:ListBucket", "s3:GetBucketLocation", "s3:GetObject"],
          Resource: ["arn:aws:s3:::def", "arn:aws:s3:::def/*"],
        },
      ],
    });
  });
});
