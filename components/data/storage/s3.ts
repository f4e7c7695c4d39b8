// The whole package loads 300 modules, which is 24 MB and a twelfth of a second of every run.
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { pin, type PinArgs } from "../../shared/lock";
import type { AccessOptions, Bucket, BucketArgs, ObjectStorage, PlacedData } from "../contract";
import type { S3Settings } from "../settings";
import { createBucketKey } from "./bucket-key";
import { createInstanceBuckets } from "./instance-buckets";
import { awsServer } from "./s3-server";

export interface S3Args extends PinArgs {
  readonly settings: S3Settings;
}

/** Object storage on AWS S3. Credentials come from the environment. */
export class S3Storage extends pulumi.ComponentResource implements ObjectStorage {
  private readonly provider: Provider;
  private readonly settings: S3Settings;

  constructor(name: string, args: S3Args, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:data:S3Storage", name, { region: settings.region }, opts);
    this.settings = settings;
    const { kind, region } = settings;
    const pinned = pin(`${name}-kind`, { kind, region }, args);
    this.provider = new Provider(`${name}-aws`, { region }, { parent: this, dependsOn: [pinned] });
    this.registerOutputs({ region });
  }

  createBucket(name: string, bucketArgs: BucketArgs, opts: AccessOptions): PlacedData<Bucket> {
    const { provider, settings } = this;
    const args = { ...bucketArgs, server: awsServer(settings) };
    const buckets = createInstanceBuckets(name, args, { ...opts, provider });
    const grantAccess = (after: readonly pulumi.Resource[]): Bucket => {
      const within = { parent: opts.parent, provider, dependsOn: [...after] };
      const key = createBucketKey(name, args, buckets.all, within);
      return {
        bucket: buckets.bucket,
        publicBucket: buckets.publicBucket,
        region: pulumi.output(settings.region),
        accessKeyId: pulumi.secret(key.id),
        secretAccessKey: pulumi.secret(key.secret),
        granted: [key],
      };
    };
    return { data: buckets.all.map(({ bucket }) => bucket), grantAccess };
  }
}
