import type { Provider } from "@pulumi/aws/provider";
import type { Bucket } from "@pulumi/aws/s3/bucket";
import type * as pulumi from "@pulumi/pulumi";
import type { BucketArgs } from "../contract";
import type { S3CompatibleSettings, S3Settings, StorageFeatures } from "../settings";

/** What the making of buckets must know of the server that they are on. */
export interface S3Server {
  readonly region: string;
  /** @default - AWS */
  readonly endpoint?: string;
  readonly features: StorageFeatures;
  /** Whether buckets are closed for plain HTTP. */
  readonly tlsOnly: boolean;
  readonly kmsKeyArn?: string;
}

export interface S3BucketArgs extends BucketArgs {
  readonly server: S3Server;
}

/** A bucket, and what must hold before anybody can write to it. */
export interface GuardedBucket {
  readonly bucket: Bucket;
  readonly guards: readonly pulumi.Resource[];
}

/** Where the resources of a bucket hang, and the account that they are made in. */
export interface S3Options {
  readonly parent: pulumi.Resource;
  readonly provider: Provider;
}

/** AWS has all of it; that each bucket is encrypted need not be asked for. */
export const awsServer = ({ region, kmsKeyArn }: S3Settings): S3Server => ({
  region,
  features: {
    versioning: true,
    lifecycle: true,
    cors: true,
    bucketPolicies: true,
    publicAccessBlock: true,
    encryption: false,
  },
  tlsOnly: true,
  kmsKeyArn,
});

/** A server that is reached by plain HTTP cannot be closed for it. */
export const compatibleServer = ({
  region,
  endpoint,
  features,
}: S3CompatibleSettings): S3Server => ({
  region,
  endpoint,
  features,
  tlsOnly: features.bucketPolicies && endpoint.startsWith("https://"),
});
