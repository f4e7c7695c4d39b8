// The whole package loads 300 modules, which is 24 MB and a twelfth of a second of every run.
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import { pin } from "../../shared/lock";
import type { AccessOptions, Bucket, BucketArgs, ObjectStorage } from "../contract";
import type { S3Settings } from "../settings";
import { createS3Bucket } from "./s3-bucket";

export interface S3Args {
  readonly settings: S3Settings;
  /** Whether an instance on it is protected from deletion, which keeps region and server from being changed. */
  readonly carriesProtected: boolean;
  readonly random: random.Provider;
}

/** Object storage on AWS S3, or on a server that speaks its API and IAM's. Credentials come from the environment. */
export class S3Storage extends pulumi.ComponentResource implements ObjectStorage {
  private readonly provider: Provider;
  private readonly settings: S3Settings;

  constructor(name: string, args: S3Args, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:data:S3Storage", name, { region: settings.region }, opts);
    this.settings = settings;
    const pinned = pin(
      `${name}-kind`,
      {
        settings: { kind: settings.kind, region: settings.region },
        carriesProtected: args.carriesProtected,
      },
      { parent: this, provider: args.random },
    );
    this.provider = new Provider(`${name}-aws`, providerArgs(settings), {
      parent: this,
      dependsOn: [pinned],
    });
    this.registerOutputs({ region: settings.region });
  }

  createBucket(name: string, args: BucketArgs, opts: AccessOptions): Bucket {
    const { region, endpoint } = this.settings;
    return createS3Bucket(
      name,
      { ...args, region, endpoint },
      { ...opts, provider: this.provider },
    );
  }
}

/** A server that is not AWS has no account to ask for, no metadata service, and one host name for all buckets. */
function providerArgs({ region, endpoint, iamEndpoint }: S3Settings): ProviderArgs {
  if (endpoint === undefined) return { region };
  return {
    region,
    endpoints: [{ s3: endpoint, iam: iamEndpoint }],
    s3UsePathStyle: true,
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRequestingAccountId: true,
    skipRegionValidation: true,
  };
}
