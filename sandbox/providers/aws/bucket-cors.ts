import {
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  type CORSRule,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import type { Properties } from "../value";
import type { AwsClient } from "./client";
import { describing, NO_BUCKET, unlessGone } from "./errors";

const words = z.array(z.string());

const rules = inputRules(
  {
    bucket: z.string().min(1),
    corsRules: z
      .array(
        z.strictObject({
          allowedHeaders: words.optional(),
          allowedMethods: words.min(1),
          allowedOrigins: words.min(1),
          exposeHeaders: words.optional(),
          id: z.string().max(255).optional(),
          maxAgeSeconds: z.int().optional(),
        }),
      )
      .min(1)
      .max(100),
  },
  { unserved: ["expectedBucketOwner", "region"] },
);

type Rule = ReturnType<typeof rules.parse>["corsRules"][number];

/** Also where the bucket is there and has no rules. */
const NO_RULES = [...NO_BUCKET, "NoSuchCORSConfiguration"];

/** Which web sites' pages may use a bucket; its id is the bucket's name. */
export const bucketCors: ResourceKind<AwsClient> = {
  ...rules.kind,
  replaceOn: ["bucket"],
  async create(client, { inputs }) {
    await putRules(client, inputs);
    return { id: rules.parse(inputs).bucket, outputs: { ...inputs, region: client.region } };
  },
  async read(client, { id }) {
    const request = client.s3.send(new GetBucketCorsCommand({ Bucket: id }));
    const reading = `reading CORS rules of S3 bucket "${id}"`;
    const found = await describing(reading, unlessGone(NO_RULES, request));
    if (found?.CORSRules === undefined) return undefined;
    const inputs = { bucket: id, corsRules: found.CORSRules.map(fromServer) };
    return { id, inputs, outputs: { ...inputs, region: client.region } };
  },
  async update(client, { inputs }) {
    await putRules(client, inputs);
    return { ...inputs, region: client.region };
  },
  async delete(client, { id }) {
    const request = client.s3.send(new DeleteBucketCorsCommand({ Bucket: id }));
    const deleting = `deleting CORS rules of S3 bucket "${id}"`;
    await describing(deleting, unlessGone(NO_RULES, request));
  },
};

async function putRules({ s3 }: AwsClient, inputs: Properties): Promise<void> {
  const { bucket, corsRules } = rules.parse(inputs);
  const request = new PutBucketCorsCommand({
    Bucket: bucket,
    CORSConfiguration: { CORSRules: corsRules.map(toServer) },
  });
  await describing(`setting CORS rules of S3 bucket "${bucket}"`, s3.send(request));
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
