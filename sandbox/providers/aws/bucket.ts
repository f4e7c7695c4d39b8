import {
  BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { bucketExists } from "../s3/buckets";
import { deleteBucket } from "../s3/delete-bucket";
import { describing, unlessGone } from "../s3/errors";
import { sameValue, type Properties } from "../value";
import type { AwsClient } from "./client";
import { fromTagList, tagsSchema, toTagList, type Tags } from "./tags";

const rules = inputRules(
  {
    bucket: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        "must be 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends",
      ),
    forceDestroy: z.boolean(),
    tags: tagsSchema,
  },
  {
    defaults: { forceDestroy: false },
    autoNamed: "bucket",
    unserved: [
      "accelerationStatus",
      "acl",
      "bucketNamespace",
      "bucketPrefix",
      "corsRules",
      "grants",
      "lifecycleRules",
      "logging",
      "objectLockConfiguration",
      "objectLockEnabled",
      "policy",
      "region",
      "replicationConfiguration",
      "requestPayer",
      "serverSideEncryptionConfiguration",
      "versioning",
      "website",
    ],
  },
);

/** A bucket; its id is its name. One that exists already is refused, also where it is ours. */
export const bucket: ResourceKind<AwsClient> = {
  ...rules.kind,
  replaceOn: ["bucket"],
  async create(client, { inputs }) {
    const { bucket: name, tags } = rules.parse(inputs);
    await describing(`creating S3 bucket "${name}"`, createBucket(client, name, tags));
    return { id: name, outputs: outputsOf(client, inputs) };
  },
  async read(client, { id, oldInputs }) {
    const reading = `reading S3 bucket "${id}"`;
    if (!(await describing(reading, bucketExists(client, id)))) return undefined;
    const tags = await describing(reading, readTags(client, id));
    const none = Object.keys(tags).length === 0 && oldInputs.tags === undefined;
    const inputs = { forceDestroy: false, ...oldInputs, bucket: id, ...(none ? {} : { tags }) };
    return { id, inputs, outputs: outputsOf(client, inputs) };
  },
  async update(client, { id, inputs, oldInputs }) {
    if (!sameValue(inputs.tags, oldInputs.tags))
      await describing(
        `tagging S3 bucket "${id}"`,
        writeTags(client, id, rules.parse(inputs).tags),
      );
    return outputsOf(client, inputs);
  },
  // What counts is what the last deployment said about `forceDestroy`, as with the official plugin.
  delete: (client, { id, oldOutputs }) =>
    describing(
      `deleting S3 bucket "${id}"`,
      deleteBucket(client, id, { withObjects: oldOutputs.forceDestroy === true }),
    ),
};

async function createBucket(client: AwsClient, name: string, tags: Tags): Promise<void> {
  await client.s3.send(new CreateBucketCommand({ Bucket: name, ...locationIn(client.region) }));
  if (tags !== undefined) await writeTags(client, name, tags);
}

const locations = z.enum(BucketLocationConstraint);

/** S3 takes no location for the region that is its default. */
const locationIn = (region: string) =>
  region === "us-east-1"
    ? {}
    : { CreateBucketConfiguration: { LocationConstraint: locations.parse(region) } };

async function writeTags({ s3 }: AwsClient, name: string, tags: Tags): Promise<void> {
  const list = toTagList(tags);
  await (list.length === 0
    ? s3.send(new DeleteBucketTaggingCommand({ Bucket: name }))
    : s3.send(new PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet: list } })));
}

async function readTags({ s3 }: AwsClient, name: string): Promise<Record<string, string>> {
  const tagging = s3.send(new GetBucketTaggingCommand({ Bucket: name }));
  return fromTagList((await unlessGone(["NoSuchTagSet"], tagging))?.TagSet);
}

function outputsOf({ region }: AwsClient, inputs: Properties): Properties {
  const { bucket: name } = rules.parse(inputs);
  return {
    ...inputs,
    arn: `arn:aws:s3:::${name}`,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    bucketRegion: region,
    region,
    tagsAll: inputs.tags ?? {},
  };
}
