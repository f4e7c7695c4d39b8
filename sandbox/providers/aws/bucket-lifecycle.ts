import { z } from "zod";
import type { CheckFailure, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import type { AwsClient } from "./client";
import { recorded } from "./recorded-bucket-settings";

const days = z.int().min(1);

const rule = z.strictObject({
  abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: days }).optional(),
  expiration: z
    .strictObject({ days: days.optional(), expiredObjectDeleteMarker: z.boolean().optional() })
    .optional(),
  filter: z.strictObject({ prefix: z.string().optional() }).optional(),
  id: z.string().min(1).max(255),
  noncurrentVersionExpiration: z.strictObject({ noncurrentDays: days }).optional(),
  status: z.enum(["Enabled", "Disabled"]),
});

const inputs = inputRules(
  { bucket: z.string().min(1), rules: z.array(rule).min(1).max(1000) },
  {
    unserved: ["expectedBucketOwner", "region", "timeouts", "transitionDefaultMinimumObjectSize"],
    together: ({ rules }) => refusals(rules),
  },
);

/** What S3 deletes by itself, and when. The sandbox's server deletes nothing by itself. */
export const bucketLifecycle: ResourceKind<AwsClient> = {
  ...inputs.kind,
  ...recorded("the lifecycle", (given) => inputs.parse(given).bucket),
};

/** What S3 refuses although each part of a rule is right by itself. */
function refusals(rules: readonly z.infer<typeof rule>[]): CheckFailure[] {
  const ids = rules.map(({ id }) => id);
  return rules.flatMap((each, index) =>
    reasons(each, ids.indexOf(each.id) < index).map((reason) => ({
      property: `rules[${index}]`,
      reason,
    })),
  );
}

function reasons(
  { abortIncompleteMultipartUpload, expiration, ...others }: z.infer<typeof rule>,
  repeated: boolean,
): string[] {
  const actions = [abortIncompleteMultipartUpload, expiration, others.noncurrentVersionExpiration];
  const found: string[] = [];
  if (repeated) found.push("has the id of an earlier rule");
  if (actions.every((action) => action === undefined)) found.push("has no action");
  if (expiration?.days !== undefined && expiration.expiredObjectDeleteMarker !== undefined)
    found.push("expiration takes either days or expiredObjectDeleteMarker");
  return found;
}
