import {
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  type CORSRule,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import type { Properties } from "../value";
import type { ObjectStore } from "./buckets";
import { describing, NO_BUCKET, unlessGone } from "./errors";

const words = z.array(z.string());

const corsRule = z.strictObject({
  allowedHeaders: words.optional(),
  allowedMethods: words.min(1),
  allowedOrigins: words.min(1),
  exposeHeaders: words.optional(),
  id: z.string().max(255).optional(),
  maxAgeSeconds: z.int().optional(),
});

type Rule = z.infer<typeof corsRule>;

/** Which web sites' pages may use a bucket, as the SDKs of clouds say it. */
export const corsRulesSchema = z.array(corsRule).min(1).max(100);

/** Also where the bucket is there and has no rules. */
const NO_RULES = [...NO_BUCKET, "NoSuchCORSConfiguration"];

/** @throws OperatorError saying why not */
export async function putCorsRules(
  { s3 }: ObjectStore,
  bucket: string,
  rules: readonly Rule[],
): Promise<void> {
  const request = new PutBucketCorsCommand({
    Bucket: bucket,
    CORSConfiguration: { CORSRules: rules.map(toServer) },
  });
  await describing(`setting CORS rules of bucket "${bucket}"`, s3.send(request));
}

/** Nothing where there is no bucket, or no rule for it. */
export async function readCorsRules(
  { s3 }: ObjectStore,
  bucket: string,
): Promise<Properties[] | undefined> {
  const request = s3.send(new GetBucketCorsCommand({ Bucket: bucket }));
  const reading = `reading CORS rules of bucket "${bucket}"`;
  return (await describing(reading, unlessGone(NO_RULES, request)))?.CORSRules?.map(fromServer);
}

export async function deleteCorsRules({ s3 }: ObjectStore, bucket: string): Promise<void> {
  const request = s3.send(new DeleteBucketCorsCommand({ Bucket: bucket }));
  await describing(`deleting CORS rules of bucket "${bucket}"`, unlessGone(NO_RULES, request));
}

const toServer = (rule: Rule): CORSRule => ({
  AllowedHeaders: rule.allowedHeaders,
  AllowedMethods: rule.allowedMethods,
  AllowedOrigins: rule.allowedOrigins,
  ExposeHeaders: rule.exposeHeaders,
  ID: rule.id,
  MaxAgeSeconds: rule.maxAgeSeconds,
});

/** What a rule does not say is left out. */
const fromServer = (rule: CORSRule): Properties => ({
  ...(rule.AllowedHeaders && { allowedHeaders: rule.AllowedHeaders }),
  allowedMethods: rule.AllowedMethods ?? [],
  allowedOrigins: rule.AllowedOrigins ?? [],
  ...(rule.ExposeHeaders && { exposeHeaders: rule.ExposeHeaders }),
  ...(rule.ID !== undefined && { id: rule.ID }),
  ...(rule.MaxAgeSeconds !== undefined && { maxAgeSeconds: rule.MaxAgeSeconds }),
});
