import { z } from "zod";
import { OperatorError } from "../../contract";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { bucketExists } from "../s3/buckets";
import { isImport } from "../state-only";
import type { Properties } from "../value";
import type { AwsClient } from "./client";
import { describing } from "../s3/errors";

const publicAccessRules = inputRules(
  {
    blockPublicAcls: z.boolean(),
    blockPublicPolicy: z.boolean(),
    bucket: z.string().min(1),
    ignorePublicAcls: z.boolean(),
    restrictPublicBuckets: z.boolean(),
  },
  {
    defaults: {
      blockPublicAcls: false,
      blockPublicPolicy: false,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
    },
    unserved: ["region", "skipDestroy"],
  },
);

const encryptionRules = inputRules(
  {
    bucket: z.string().min(1),
    rules: z
      .array(
        z.strictObject({
          applyServerSideEncryptionByDefault: z
            .strictObject({
              kmsMasterKeyId: z.string().optional(),
              sseAlgorithm: z.enum(["AES256", "aws:kms", "aws:kms:dsse"]),
            })
            .optional(),
          blockedEncryptionTypes: z.array(z.string()).optional(),
          bucketKeyEnabled: z.boolean().optional(),
        }),
      )
      .min(1),
  },
  { unserved: ["expectedBucketOwner", "region"] },
);

/** Forbids that anything in a bucket be public. */
export const bucketPublicAccessBlock: ResourceKind<AwsClient> = {
  ...publicAccessRules.kind,
  ...recorded("the public access block", (inputs) => publicAccessRules.parse(inputs).bucket),
};

/** How a bucket encrypts what it keeps. */
export const bucketEncryption: ResourceKind<AwsClient> = {
  ...encryptionRules.kind,
  ...recorded("the encryption", (inputs) => encryptionRules.parse(inputs).bucket),
};

/**
 * A setting of a bucket that the sandbox's server does not know: it is there, in the state, as long as the bucket
 * is. Its id is the bucket's name.
 */
export function recorded(
  what: string,
  bucketIn: (inputs: Properties) => string,
): Omit<ResourceKind<AwsClient>, "inputs"> {
  const existsFor = (client: AwsClient, bucket: string): Promise<boolean> =>
    describing(`looking for ${what} of S3 bucket "${bucket}"`, bucketExists(client, bucket));
  return {
    replaceOn: ["bucket"],
    async create(client, { inputs }) {
      const bucket = bucketIn(inputs);
      if (!(await existsFor(client, bucket)))
        throw new OperatorError(
          `setting ${what} of S3 bucket "${bucket}": NoSuchBucket: The specified bucket does not exist`,
        );
      return { id: bucket, outputs: { ...inputs, region: client.region } };
    },
    async read(client, request) {
      const { id, oldInputs, oldOutputs } = request;
      if (isImport(request))
        throw new OperatorError(
          `the sandbox keeps ${what} of a bucket in the state alone, there is nothing to import: run up`,
        );
      if (!(await existsFor(client, id))) return undefined;
      return { id, outputs: oldOutputs, inputs: oldInputs };
    },
    update: (client, { inputs }) => Promise.resolve({ ...inputs, region: client.region }),
    delete: () => Promise.resolve(),
  };
}
