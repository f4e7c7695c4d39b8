import { z } from "zod";

/** What a key of Spaces may do with a bucket. */
export const grantSchema = z
  .strictObject({ bucket: z.string(), permission: z.enum(["read", "readwrite", "fullaccess"]) })
  .refine(
    ({ bucket, permission }) => (bucket === "") === (permission === "fullaccess"),
    "name a bucket, or none for fullaccess, which is to all of them",
  );

export type Grant = z.infer<typeof grantSchema>;

const READ = ["s3:ListBucket", "s3:GetBucketLocation", "s3:GetObject"];

/** What the S3 API needs for each permission. Whether old versions are among it on Spaces, DigitalOcean does not say. */
const ACTIONS: Readonly<Record<Grant["permission"], readonly string[]>> = {
  read: READ,
  readwrite: [
    ...READ,
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    "s3:ListBucketMultipartUploads",
    "s3:ListMultipartUploadParts",
  ],
  fullaccess: ["s3:*"],
};

const policySchema = z.looseObject({
  Statement: z.array(
    z.looseObject({ Sid: grantSchema.shape.permission, Resource: z.array(z.string()).min(1) }),
  ),
});

const BUCKET_ARN = "arn:aws:s3:::";
const ALL = "*";

/** The grants as a policy of the object store: a statement each, which is named after the permission. */
export const policyOf = (grants: readonly Grant[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: grants.map(({ bucket, permission }) => ({
      Sid: permission,
      Effect: "Allow",
      Action: ACTIONS[permission],
      Resource: [bucket || ALL, `${bucket || ALL}/*`].map((each) => `${BUCKET_ARN}${each}`),
    })),
  });

/** The grants that {@link policyOf} made a policy of. */
export const grantsOf = (policy: string): Grant[] =>
  policySchema.parse(JSON.parse(policy)).Statement.map(({ Sid, Resource: [first = ""] }) => {
    const bucket = first.slice(BUCKET_ARN.length);
    return { bucket: bucket === ALL ? "" : bucket, permission: Sid };
  });
