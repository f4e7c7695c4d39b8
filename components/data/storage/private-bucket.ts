import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketCorsConfiguration } from "@pulumi/aws/s3/bucketCorsConfiguration";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import * as pulumi from "@pulumi/pulumi";
import type { AccessOptions } from "../contract";
import { corsRule, lifecycleRules } from "./bucket-rules";
import { tlsOnlyPolicy } from "./policies";
import type { GuardedBucket, S3BucketArgs, S3Options } from "./s3-server";

/**
 * Makes a private bucket that keeps old versions for a while.
 *
 * Every new bucket of AWS ignores access lists of objects and encrypts with a key of S3's own by itself, which takes no
 * resource.
 */
export function createPrivateBucket(
  name: string,
  args: S3BucketArgs,
  { dependsOn, ...opts }: S3Options & AccessOptions,
): GuardedBucket {
  const bucket = new Bucket(
    `${name}-bucket`,
    // The lock of the instance decides about deletion; once it is open, all versions of all objects go.
    { bucket: args.bucket, forceDestroy: true, tags: args.tags },
    { ...opts, dependsOn },
  );
  return { bucket, guards: guard(name, bucket, args, { ...opts, deletedWith: bucket }) };
}

/** What must hold before anybody can write to the bucket, as far as the server can do it. */
function guard(
  name: string,
  bucket: Bucket,
  { server, settings, origins }: S3BucketArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { features, tlsOnly, kmsKeyArn } = server;
  const own = { bucket: bucket.bucket };
  const guards: pulumi.Resource[] = [];
  if (features.publicAccessBlock) guards.push(refusePublicAccess(name, own, opts));
  // S3 refuses a policy while it is being told what policies to refuse.
  if (tlsOnly) guards.push(denyPlainHttp(name, bucket, { ...opts, dependsOn: [...guards] }));
  if (features.versioning) guards.push(keepVersions(name, own, opts));
  if (features.lifecycle) {
    const rules = lifecycleRules(settings);
    guards.push(new BucketLifecycleConfiguration(`${name}-lifecycle`, { ...own, rules }, opts));
  }
  if (features.cors) {
    const corsRules = [corsRule(origins)];
    guards.push(new BucketCorsConfiguration(`${name}-cors`, { ...own, corsRules }, opts));
  }
  if (kmsKeyArn !== undefined || features.encryption)
    guards.push(encrypt(name, { ...own, kmsKeyArn }, opts));
  return guards;
}

type Own = { readonly bucket: pulumi.Output<string> };

const refusePublicAccess = (name: string, own: Own, opts: pulumi.CustomResourceOptions) =>
  new BucketPublicAccessBlock(
    `${name}-private`,
    {
      ...own,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );

const denyPlainHttp = (name: string, bucket: Bucket, opts: pulumi.CustomResourceOptions) =>
  new BucketPolicy(
    `${name}-tls-only`,
    { bucket: bucket.bucket, policy: pulumi.jsonStringify(bucket.arn.apply(tlsOnlyPolicy)) },
    opts,
  );

const keepVersions = (name: string, own: Own, opts: pulumi.CustomResourceOptions) =>
  new BucketVersioning(
    `${name}-versioning`,
    { ...own, versioningConfiguration: { status: "Enabled" } },
    opts,
  );

/** With the operator's key, or on a server that does not do it by itself. */
function encrypt(
  name: string,
  { bucket, kmsKeyArn }: Own & { readonly kmsKeyArn?: string },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const rule =
    kmsKeyArn === undefined
      ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
      : {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: kmsKeyArn,
          },
          // One request to KMS serves many objects:
          // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
          bucketKeyEnabled: true,
        };
  return new BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket, rules: [rule] },
    opts,
  );
}
