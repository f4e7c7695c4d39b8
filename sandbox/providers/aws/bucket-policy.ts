import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import type { CheckRequest, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import type { Properties } from "../value";
import type { AwsClient } from "./client";
import { describing, NO_BUCKET, unlessGone } from "../s3/errors";
import { exceptingThisMachine, withoutException } from "./plain-http";
import { isJson, NOT_JSON, sameDocumentOr, withText } from "./policy-document";

const rules = inputRules(
  { bucket: z.string().min(1), policy: z.string().refine(isJson, NOT_JSON) },
  { unserved: ["region"] },
);

/** Also where the bucket is there and has no policy. */
const NO_POLICY = [...NO_BUCKET, "NoSuchBucketPolicy"];

/** Who else may do what with a bucket, and what nobody may; its id is the bucket's name. */
export const bucketPolicy: ResourceKind<AwsClient> = {
  ...rules.kind,
  check: (client, request: CheckRequest) =>
    rules.kind.check(client, { ...request, inputs: withText(request.inputs) }),
  replaceOn: ["bucket"],
  async create(client, { inputs }) {
    await putPolicy(client, inputs);
    return { id: rules.parse(inputs).bucket, outputs: { ...inputs, region: client.region } };
  },
  async read(client, { id, oldInputs }) {
    const request = client.s3.send(new GetBucketPolicyCommand({ Bucket: id }));
    const reading = `reading S3 bucket policy "${id}"`;
    const found = await describing(reading, unlessGone(NO_POLICY, request));
    if (found?.Policy === undefined) return undefined;
    const policy = sameDocumentOr(oldInputs.policy, withoutException(found.Policy));
    const inputs = { bucket: id, policy };
    return { id, inputs, outputs: { ...inputs, region: client.region } };
  },
  async update(client, { inputs }) {
    await putPolicy(client, inputs);
    return { ...inputs, region: client.region };
  },
  async delete(client, { id }) {
    const request = client.s3.send(new DeleteBucketPolicyCommand({ Bucket: id }));
    await describing(`deleting S3 bucket policy "${id}"`, unlessGone(NO_POLICY, request));
  },
};

async function putPolicy({ s3 }: AwsClient, inputs: Properties): Promise<void> {
  const { bucket, policy } = rules.parse(inputs);
  const request = new PutBucketPolicyCommand({
    Bucket: bucket,
    Policy: exceptingThisMachine(policy),
  });
  await describing(`putting S3 bucket policy "${bucket}"`, s3.send(request));
}
