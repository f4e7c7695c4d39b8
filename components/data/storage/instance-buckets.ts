import type * as pulumi from "@pulumi/pulumi";
import type { AccessOptions } from "../contract";
import { createPrivateBucket } from "./private-bucket";
import { createPublicBucket } from "./public-bucket";
import type { GuardedBucket, S3BucketArgs, S3Options } from "./s3-server";

/** The buckets of an instance: its own and, where its settings want one, that which everybody may read. */
export interface InstanceBuckets {
  readonly all: readonly GuardedBucket[];
  readonly bucket: pulumi.Output<string>;
  readonly publicBucket?: pulumi.Output<string>;
}

export function createInstanceBuckets(
  name: string,
  args: S3BucketArgs,
  opts: S3Options & AccessOptions,
): InstanceBuckets {
  const own = createPrivateBucket(name, args, opts);
  const forAll = args.settings.publicMedia ? createPublicBucket(name, args, opts) : undefined;
  return {
    all: forAll === undefined ? [own] : [own, forAll],
    bucket: own.bucket.bucket,
    publicBucket: forAll?.bucket.bucket,
  };
}
