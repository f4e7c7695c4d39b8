// The whole package loads 300 modules, which is 24 MB and a twelfth of a second of every run.
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { pin, type PinArgs } from "../../shared/lock";
import type {
  AccessOptions,
  Bucket,
  BucketArgs,
  ObjectStorage,
  PlacedData,
  ServerNetwork,
  StorageKey,
} from "../contract";
import { isAddress, webHost } from "../../shared/addresses";
import { onePort, serverNetwork } from "../network";
import type { S3CompatibleSettings } from "../settings";
import { createBucketKey } from "./bucket-key";
import { createInstanceBuckets, type InstanceBuckets } from "./instance-buckets";
import { compatibleServer, type S3BucketArgs } from "./s3-server";

export interface S3CompatibleArgs extends PinArgs {
  readonly settings: S3CompatibleSettings;
  /** What the operator has made for each instance, by slug. Needed where access is `given`. */
  readonly givenKeys?: Readonly<Record<string, StorageKey>>;
}

/** Object storage on a server that is not AWS and speaks S3's API. Credentials come from the environment. */
export class S3CompatibleStorage extends pulumi.ComponentResource implements ObjectStorage {
  readonly network?: ServerNetwork;
  private readonly provider: Provider;
  private readonly settings: S3CompatibleSettings;
  private readonly givenKeys: Readonly<Record<string, StorageKey>>;

  constructor(name: string, args: S3CompatibleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:data:S3CompatibleStorage", name, { endpoint: settings.endpoint }, opts);
    this.settings = settings;
    this.network = networkOf(settings);
    this.givenKeys = args.givenKeys ?? {};
    const { kind, region, endpoint } = settings;
    const pinned = pin(`${name}-kind`, { kind, region, endpoint }, args);
    this.provider = new Provider(`${name}-aws`, providerArgs(settings), {
      parent: this,
      dependsOn: [pinned],
    });
    this.registerOutputs({ endpoint });
  }

  createBucket(name: string, bucketArgs: BucketArgs, opts: AccessOptions): PlacedData<Bucket> {
    const { provider, settings } = this;
    const args = { ...bucketArgs, server: compatibleServer(settings) };
    const buckets = createInstanceBuckets(name, args, { ...opts, provider });
    const grantAccess = (after: readonly pulumi.Resource[]): Bucket => ({
      bucket: buckets.bucket,
      publicBucket: buckets.publicBucket,
      region: pulumi.output(settings.region),
      endpoint: settings.endpoint,
      ...this.key(name, args, buckets, { parent: opts.parent, dependsOn: [...after] }),
    });
    return { data: buckets.all.map(({ bucket }) => bucket), grantAccess };
  }

  /** The key of an instance, and what is there once it may be used. */
  private key(
    name: string,
    args: S3BucketArgs,
    buckets: InstanceBuckets,
    opts: AccessOptions,
  ): Pick<Bucket, "accessKeyId" | "secretAccessKey" | "granted"> {
    if (this.settings.access === "iam") {
      const key = createBucketKey(name, args, buckets.all, {
        ...opts,
        provider: this.provider,
      });
      const [accessKeyId, secretAccessKey] = [pulumi.secret(key.id), pulumi.secret(key.secret)];
      return { accessKeyId, secretAccessKey, granted: [key] };
    }
    const given = this.givenKeys[args.instance];
    if (given === undefined) throw new Error(`there is no storage key for ${args.instance}`);
    return { ...given, granted: buckets.all.flatMap(({ bucket, guards }) => [bucket, ...guards]) };
  }
}

function networkOf({ endpoint, network }: S3CompatibleSettings): ServerNetwork | undefined {
  const { host, port } = webHost(endpoint);
  const stated = network !== undefined || isAddress(host);
  return stated ? serverNetwork([host], [onePort(port)], network) : undefined;
}

/** A server that is not AWS has no account to ask for, no metadata service, and one host name for all buckets. */
const providerArgs = (settings: S3CompatibleSettings): ProviderArgs => ({
  region: settings.region,
  endpoints: [
    {
      s3: settings.endpoint,
      ...(settings.access === "iam" && { iam: settings.iamEndpoint }),
    },
  ],
  s3UsePathStyle: true,
  skipCredentialsValidation: true,
  skipMetadataApiCheck: true,
  skipRequestingAccountId: true,
  skipRegionValidation: true,
});
