import { AccessKey } from "@pulumi/aws/iam/accessKey";
import { User } from "@pulumi/aws/iam/user";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy";
import { Bucket as AwsBucket } from "@pulumi/aws/s3/bucket";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import type { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import type { AccessOptions, Bucket, BucketArgs } from "../contract";
import { bucketPolicy } from "./bucket-policy";

export interface S3BucketArgs extends BucketArgs {
  readonly region: string;
  readonly endpoint?: string;
}

/** Where the resources of a bucket hang, and the account that they are made in. */
export interface S3BucketOptions extends AccessOptions {
  readonly provider: Provider;
}

/** Makes a private, versioned bucket, and a user whose only key reaches this bucket alone. */
export function createS3Bucket(
  name: string,
  args: S3BucketArgs,
  { dependsOn, ...opts }: S3BucketOptions,
): Bucket {
  const bucket = new AwsBucket(
    `${name}-bucket`,
    // The lock of the instance decides about deletion; once it is open, all versions of all objects go.
    { bucket: args.bucket, forceDestroy: true, tags: args.tags },
    { ...opts, dependsOn },
  );
  const guards = guard(name, bucket, opts);
  const key = createKey(name, args, { bucket, guards }, opts);
  return {
    bucket: bucket.bucket,
    region: pulumi.output(args.region),
    endpoint: args.endpoint,
    accessKeyId: pulumi.secret(key.id),
    secretAccessKey: pulumi.secret(key.secret),
    granted: [key],
  };
}

/** What must hold before anybody can write to the bucket: old versions are kept, and nothing is public. */
function guard(
  name: string,
  bucket: AwsBucket,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const versioning = new BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    { ...opts, deletedWith: bucket },
  );
  const privacy = new BucketPublicAccessBlock(
    `${name}-private`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { ...opts, deletedWith: bucket },
  );
  return [versioning, privacy];
}

function createKey(
  name: string,
  args: S3BucketArgs,
  own: { readonly bucket: AwsBucket; readonly guards: readonly pulumi.Resource[] },
  opts: pulumi.CustomResourceOptions,
): AccessKey {
  const user = new User(
    `${name}-user`,
    // `forceDestroy` takes keys along that somebody made by hand; without it they would block the removal.
    { name: args.user, path: "/openedx/", forceDestroy: true, tags: args.tags },
    { ...opts, dependsOn: [own.bucket] },
  );
  const policy = new UserPolicy(
    `${name}-policy`,
    {
      user: user.name,
      name: "own-bucket",
      policy: pulumi.jsonStringify(own.bucket.arn.apply(bucketPolicy)),
    },
    opts,
  );
  return new AccessKey(
    `${name}-key`,
    { user: user.name },
    { ...opts, dependsOn: [policy, ...own.guards] },
  );
}
