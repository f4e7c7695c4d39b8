import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accessPolicy,
  bucketPatterns,
  publicReadPolicy,
  tlsOnlyPolicy,
} from "../../../components/data/storage/policies";
import { instanceNames, suffixed } from "../../../components/shared/names";

const OWN = "arn:aws:s3:::own";
const PUBLIC = "arn:aws:s3:::own-public";

const KMS_KEY = {
  arn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd",
  region: "eu-central-1",
};

const DENY_PLAIN_HTTP = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [OWN, `${OWN}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

describe("what the key of an instance may do", () => {
  const statements = accessPolicy([OWN, PUBLIC]).Statement;

  it("is about its own buckets and their objects, and nothing else", () => {
    expect(statements.map(({ Resource }) => Resource)).toEqual([
      [OWN, PUBLIC],
      [`${OWN}/*`, `${PUBLIC}/*`],
    ]);
    expect(statements.map(({ Effect }) => Effect)).toEqual(["Allow", "Allow"]);
  });

  it("is no wildcard, no way to old versions or access lists, and none to the buckets' own settings", () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions).toContain("s3:PutObject");
    expect(
      actions.filter((action) => /\*|Version|Acl|Bucket(Policy|Cors|Tagging)/.test(action)),
    ).toEqual([]);
  });

  it("is to use a KMS key, but through S3 of the region alone", () => {
    expect(accessPolicy([OWN], KMS_KEY).Statement.slice(2)).toEqual([
      {
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: [KMS_KEY.arn],
        Condition: { StringLike: { "kms:ViaService": "s3.eu-central-1.amazonaws.com*" } },
      },
    ]);
  });
});

describe("the patterns of a given key", () => {
  /** What a server takes a pattern for: `?` stands for any character, also for the slash behind a bucket. */
  const matches = (pattern: string, arn: string): boolean => {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(arn);
  };
  const patternsOf = (slug: string): string[] =>
    accessPolicy(bucketPatterns(instanceNames("campus", "", slug))).Statement.flatMap(
      ({ Resource }) => Resource,
    );
  const bucketsOf = (slug: string, digits: string): string[] => {
    const { bucket, publicBucket } = instanceNames("campus", "", slug);
    return [bucket, publicBucket].map((stem) => `arn:aws:s3:::${suffixed(stem, "-", digits)}`);
  };

  const slug = fc.oneof(
    fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,6}[a-z0-9])?$/),
    fc.constantFrom("history", "history-openedx", "history-openedx-0a1b2c3d", "history-public"),
    fc.stringMatching(/^[a-z]{45}(?:[a-f0-9-]{0,10}[a-f0-9])$/),
  );
  const digits = fc.stringMatching(/^[0-9a-f]{8}$/);

  it("fit the buckets of their instance, whatever their digits, and never another's", () => {
    fc.assert(
      fc.property(slug, slug, digits, fc.string(), (own, other, random, key) => {
        const fits = (arn: string) => patternsOf(own).some((pattern) => matches(pattern, arn));
        for (const bucket of bucketsOf(own, random)) {
          expect(fits(bucket)).toBe(true);
          expect(fits(`${bucket}/${key}`)).toBe(true);
        }
        if (own === other) return;
        for (const bucket of bucketsOf(other, random)) {
          expect(fits(bucket)).toBe(false);
          expect(fits(`${bucket}/${key}`)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the policy of a bucket", () => {
  it("that is private denies plain HTTP and allows nothing", () => {
    expect(tlsOnlyPolicy(OWN)).toEqual({ Version: "2012-10-17", Statement: [DENY_PLAIN_HTTP] });
  });

  it("that is public lets everybody read objects, not list them, by plain HTTP where there is nothing else", () => {
    const read = {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: [`${OWN}/*`],
    };
    expect(publicReadPolicy(OWN, true).Statement).toEqual([read, DENY_PLAIN_HTTP]);
    expect(publicReadPolicy(OWN, false).Statement).toEqual([read]);
  });
});
