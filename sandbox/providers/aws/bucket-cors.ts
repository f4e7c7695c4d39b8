import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { corsRulesSchema, deleteCorsRules, putCorsRules, readCorsRules } from "../s3/cors";
import type { Properties } from "../value";
import type { AwsClient } from "./client";

const rules = inputRules(
  { bucket: z.string().min(1), corsRules: corsRulesSchema },
  { unserved: ["expectedBucketOwner", "region"] },
);

/** Which web sites' pages may use a bucket; its id is the bucket's name. */
export const bucketCors: ResourceKind<AwsClient> = {
  ...rules.kind,
  replaceOn: ["bucket"],
  async create(client, { inputs }) {
    const { bucket, corsRules } = rules.parse(inputs);
    await putCorsRules(client, bucket, corsRules);
    return { id: bucket, outputs: outputsOf(client, inputs) };
  },
  async read(client, { id }) {
    const corsRules = await readCorsRules(client, id);
    if (corsRules === undefined) return undefined;
    const inputs = { bucket: id, corsRules };
    return { id, inputs, outputs: outputsOf(client, inputs) };
  },
  async update(client, { inputs }) {
    const { bucket, corsRules } = rules.parse(inputs);
    await putCorsRules(client, bucket, corsRules);
    return outputsOf(client, inputs);
  },
  delete: (client, { id }) => deleteCorsRules(client, id),
};

const outputsOf = ({ region }: AwsClient, inputs: Properties): Properties => ({
  ...inputs,
  region,
});
