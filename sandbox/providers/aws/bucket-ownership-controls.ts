import {
  DeleteBucketOwnershipControlsCommand,
  GetBucketOwnershipControlsCommand,
  PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import type { Properties } from "../value";
import type { AwsClient } from "./client";
import { describing, NO_BUCKET, unlessGone } from "../s3/errors";

const rules = inputRules(
  {
    bucket: z.string().min(1),
    rule: z.strictObject({
      objectOwnership: z.enum(["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"]),
    }),
  },
  { unserved: ["region"] },
);

/** Also where the bucket is there and its controls are not. */
const NO_CONTROLS = [...NO_BUCKET, "OwnershipControlsNotFoundError"];

/** Whether the lists of rights on single objects count; its id is the bucket's name. */
export const bucketOwnershipControls: ResourceKind<AwsClient> = {
  ...rules.kind,
  replaceOn: ["bucket"],
  async create(client, { inputs }) {
    await putControls(client, inputs);
    return { id: rules.parse(inputs).bucket, outputs: { ...inputs, region: client.region } };
  },
  async read(client, { id }) {
    const request = client.s3.send(new GetBucketOwnershipControlsCommand({ Bucket: id }));
    const reading = `reading ownership controls of S3 bucket "${id}"`;
    const found = await describing(reading, unlessGone(NO_CONTROLS, request));
    const objectOwnership = found?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
    if (objectOwnership === undefined) return undefined;
    const inputs = { bucket: id, rule: { objectOwnership } };
    return { id, inputs, outputs: { ...inputs, region: client.region } };
  },
  async update(client, { inputs }) {
    await putControls(client, inputs);
    return { ...inputs, region: client.region };
  },
  async delete(client, { id }) {
    const request = client.s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket: id }));
    const deleting = `deleting ownership controls of S3 bucket "${id}"`;
    await describing(deleting, unlessGone(NO_CONTROLS, request));
  },
};

async function putControls({ s3 }: AwsClient, inputs: Properties): Promise<void> {
  const { bucket, rule } = rules.parse(inputs);
  const request = new PutBucketOwnershipControlsCommand({
    Bucket: bucket,
    OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership }] },
  });
  await describing(`setting ownership controls of S3 bucket "${bucket}"`, s3.send(request));
}
