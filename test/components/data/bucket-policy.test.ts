import { describe, expect, it } from "vitest";
import { bucketPolicy } from "../../../components/data/storage/bucket-policy";

describe("bucketPolicy", () => {
  const statements = bucketPolicy("arn:aws:s3:::own").Statement;

  it("names the own bucket and its objects, and nothing else", () => {
    expect(statements.flatMap((statement) => statement.Resource)).toEqual([
      "arn:aws:s3:::own",
      "arn:aws:s3:::own/*",
    ]);
  });

  it("gives no wildcard, no way to old versions and none to the bucket's own settings", () => {
    const actions = statements.flatMap((statement) => statement.Action);
    expect(
      actions.filter((action) => /\*|Version|Bucket(Policy|Acl|Versioning)/.test(action)),
    ).toEqual([]);
  });
});
