import { GetBucketVersioningCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import type { AwsClient } from "./client";
import { describing, NO_BUCKET, unlessGone } from "../s3/errors";

const rules = inputRules(
  {
    bucket: z.string().min(1),
    versioningConfiguration: z.strictObject({
      status: z.enum(["Enabled", "Suspended", "Disabled"]),
    }),
  },
  { unserved: ["expectedBucketOwner", "mfa", "region"] },
);

type Status = ReturnType<typeof rules.parse>["versioningConfiguration"]["status"];

/** Whether a bucket keeps old versions; its id is the bucket's name. */
export const bucketVersioning: ResourceKind<AwsClient> = {
  ...rules.kind,
  replaceOn: ["bucket"],
  async create(client, { inputs }) {
    const { bucket, versioningConfiguration } = rules.parse(inputs);
    await setStatus(client, bucket, versioningConfiguration.status);
    return { id: bucket, outputs: { ...inputs, region: client.region } };
  },
  async read(client, { id }) {
    const request = client.s3.send(new GetBucketVersioningCommand({ Bucket: id }));
    const reading = `reading versioning of S3 bucket "${id}"`;
    const found = await describing(reading, unlessGone(NO_BUCKET, request));
    if (!found) return undefined;
    // S3 says nothing of a bucket that never had versions.
    const inputs = { bucket: id, versioningConfiguration: { status: found.Status ?? "Disabled" } };
    return { id, inputs, outputs: { ...inputs, region: client.region } };
  },
  async update(client, { id, inputs }) {
    await setStatus(client, id, rules.parse(inputs).versioningConfiguration.status);
    return { ...inputs, region: client.region };
  },
  // Versions cannot be switched off again, only suspended.
  async delete(client, { id, oldInputs }) {
    if (rules.parse(oldInputs).versioningConfiguration.status !== "Enabled") return;
    const suspended = unlessGone(NO_BUCKET, putStatus(client, id, "Suspended"));
    await describing(`suspending versioning of S3 bucket "${id}"`, suspended);
  },
};

/** `Disabled` is how a bucket begins; there is no way back to it. */
async function setStatus(client: AwsClient, bucket: string, status: Status): Promise<void> {
  if (status === "Disabled") return;
  const doing = `setting versioning of S3 bucket "${bucket}" to ${status}`;
  await describing(doing, putStatus(client, bucket, status));
}

const putStatus = ({ s3 }: AwsClient, bucket: string, status: Exclude<Status, "Disabled">) =>
  s3.send(
    new PutBucketVersioningCommand({
      Bucket: bucket,
      VersioningConfiguration: { Status: status },
    }),
  );
