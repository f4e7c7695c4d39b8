import { AccessKey } from "@pulumi/aws/iam/accessKey";
import { User } from "@pulumi/aws/iam/user";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy";
import { Bucket as AwsBucket } from "@pulumi/aws/s3/bucket";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import * as pulumi from "@pulumi/pulumi";
import type { Bucket, BucketArgs } from "../contract";
import { bucketPolicy } from "./bucket-policy";

export interface S3BucketArgs extends BucketArgs {
  readonly region: string;
  readonly endpoint?: string;
}

/** A private, versioned bucket, and a user whose only key reaches this bucket alone. */
export class S3Bucket extends pulumi.ComponentResource implements Bucket {
  readonly bucket: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly endpoint?: string;
  readonly accessKeyId: pulumi.Output<string>;
  readonly secretAccessKey: pulumi.Output<string>;
  readonly granted: readonly pulumi.Resource[];

  constructor(name: string, args: S3BucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("openedx:data:S3Bucket", name, {}, opts);
    const bucket = this.createBucket(name, args);
    const guards = this.guard(name, bucket);
    const key = this.createKey(name, args, bucket, guards);
    this.granted = [key];
    this.bucket = bucket.bucket;
    this.region = pulumi.output(args.region);
    this.endpoint = args.endpoint;
    this.accessKeyId = pulumi.secret(key.id);
    this.secretAccessKey = pulumi.secret(key.secret);
    this.registerOutputs({ bucket: this.bucket });
  }

  private createBucket(name: string, args: S3BucketArgs): AwsBucket {
    return new AwsBucket(
      `${name}-bucket`,
      // The lock of the instance decides about deletion; once it is open, all versions of all objects go.
      { bucket: args.bucket, forceDestroy: true, tags: args.tags },
      { parent: this },
    );
  }

  /** What must hold before anybody can write to the bucket: old versions are kept, and nothing is public. */
  private guard(name: string, bucket: AwsBucket): pulumi.Resource[] {
    const versioning = new BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this, deletedWith: bucket },
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
      { parent: this, deletedWith: bucket },
    );
    return [versioning, privacy];
  }

  private createKey(
    name: string,
    args: S3BucketArgs,
    bucket: AwsBucket,
    guards: readonly pulumi.Resource[],
  ): AccessKey {
    const user = new User(
      `${name}-user`,
      // `forceDestroy` takes keys along that somebody made by hand; without it they would block the removal.
      { name: args.user, path: "/openedx/", forceDestroy: true, tags: args.tags },
      { parent: this, dependsOn: [bucket] },
    );
    const policy = new UserPolicy(
      `${name}-policy`,
      {
        user: user.name,
        name: "own-bucket",
        policy: pulumi.jsonStringify(bucket.arn.apply(bucketPolicy)),
      },
      { parent: this },
    );
    return new AccessKey(
      `${name}-key`,
      { user: user.name },
      { parent: this, dependsOn: [policy, ...guards] },
    );
  }
}
