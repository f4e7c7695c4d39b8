import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import * as pulumi from "@pulumi/pulumi";
import type { AccessOptions } from "../contract";
import { publicReadPolicy } from "./policies";
import type { GuardedBucket, S3BucketArgs, S3Options } from "./s3-server";

/**
 * Makes a bucket whose objects everybody may read by their names: profile images. Old versions are not kept, so that an
 * image that a learner takes away is gone.
 */
export function createPublicBucket(
  name: string,
  args: S3BucketArgs,
  { dependsOn, ...options }: S3Options & AccessOptions,
): GuardedBucket {
  // One word in the settings would delete it, which the lock of the instance does not see. What hangs on it goes first,
  // so that is where the refusal must be.
  const opts = { ...options, protect: args.protected };
  const bucket = new Bucket(
    `${name}-public-bucket`,
    { bucket: args.publicBucket, forceDestroy: true, tags: args.tags },
    { ...opts, dependsOn },
  );
  const within = { ...opts, deletedWith: bucket };
  const block = args.server.features.publicAccessBlock
    ? [allowPolicyOnly(name, bucket, within)]
    : [];
  const policy = new BucketPolicy(
    `${name}-public-policy`,
    {
      bucket: bucket.bucket,
      policy: pulumi.jsonStringify(
        bucket.arn.apply((arn) => publicReadPolicy(arn, args.server.tlsOnly)),
      ),
    },
    // Until then AWS refuses a policy for everybody.
    { ...within, dependsOn: block },
  );
  return { bucket, guards: [...block, policy] };
}

/** What is public is said by the policy alone, never by the access list of an object. */
const allowPolicyOnly = (
  name: string,
  bucket: Bucket,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource =>
  new BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    },
    opts,
  );
