import { describe, expect, it } from "vitest";
import {
  accessPolicy,
  publicReadPolicy,
  tlsOnlyPolicy,
} from "../../../components/data/storage/policies";

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
