import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { corsRulesSchema, deleteCorsRules, putCorsRules, readCorsRules } from "../s3/cors";
import { optionalTextAt } from "../value";
import type { DigitalOceanClient } from "./client";

const rules = inputRules({
  bucket: z.string().min(1),
  corsRules: corsRulesSchema,
  region: z.string().min(1),
});

/** Which web sites' pages may use a bucket; its id is the bucket's name. */
export const spacesCors: ResourceKind<DigitalOceanClient> = {
  ...rules.kind,
  // The official plugin would give the rules to the other bucket and leave them on the old one.
  replaceOn: ["bucket", "region"],
  async create(client, { inputs }) {
    const { bucket, corsRules } = rules.parse(inputs);
    await putCorsRules(client, bucket, corsRules);
    return { id: bucket, outputs: inputs };
  },
  async read(client, { id, oldInputs }) {
    const corsRules = await readCorsRules(client, id);
    if (corsRules === undefined) return undefined;
    const inputs = { bucket: id, corsRules, region: optionalTextAt(oldInputs, "region") ?? "" };
    return { id, inputs, outputs: inputs };
  },
  async update(client, { inputs }) {
    const { bucket, corsRules } = rules.parse(inputs);
    await putCorsRules(client, bucket, corsRules);
    return inputs;
  },
  delete: (client, { id }) => deleteCorsRules(client, id),
};
