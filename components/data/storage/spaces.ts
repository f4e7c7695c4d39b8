import { Provider } from "@pulumi/digitalocean/provider";
import { SpacesBucket } from "@pulumi/digitalocean/spacesBucket";
import { SpacesBucketCorsConfiguration } from "@pulumi/digitalocean/spacesBucketCorsConfiguration";
import { SpacesKey } from "@pulumi/digitalocean/spacesKey";
import * as pulumi from "@pulumi/pulumi";
import { pin, type PinArgs } from "../../shared/lock";
import { rotatedName } from "../../shared/rotation";
import type { AccessOptions, Bucket, BucketArgs, ObjectStorage, PlacedData } from "../contract";
import type { BucketSettings, SpacesSettings } from "../settings";
import { corsRule, lifecycleRules } from "./bucket-rules";

export interface SpacesArgs extends PinArgs {
  readonly settings: SpacesSettings;
}

interface SpacesOptions {
  readonly parent: pulumi.Resource;
  readonly provider: Provider;
}

/**
 * Object storage on DigitalOcean Spaces. Credentials come from the environment: a token for keys, and a key of the
 * account's for buckets. It encrypts everything by itself.
 */
export class SpacesStorage extends pulumi.ComponentResource implements ObjectStorage {
  private readonly provider: Provider;
  private readonly settings: SpacesSettings;

  constructor(name: string, args: SpacesArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:data:SpacesStorage", name, { region: settings.region }, opts);
    this.settings = settings;
    const { kind, region } = settings;
    const pinned = pin(`${name}-kind`, { kind, region }, args);
    this.provider = new Provider(`${name}-digitalocean`, {}, { parent: this, dependsOn: [pinned] });
    this.registerOutputs({ region });
  }

  createBucket(
    name: string,
    args: BucketArgs,
    { parent, dependsOn }: AccessOptions,
  ): PlacedData<Bucket> {
    const { region } = this.settings;
    if (args.settings.publicMedia)
      throw new Error(`${args.instance}: there are no public buckets on Spaces`);
    const opts = { parent, provider: this.provider };
    const bucket = createSpacesBucket(name, { ...args, region }, { ...opts, dependsOn });
    const cors = allowSites(name, { bucket, region, origins: args.origins }, opts);
    const grantAccess = (after: readonly pulumi.Resource[]): Bucket => {
      const within = { ...opts, dependsOn: [...after, cors] };
      const key = createKey(name, { ...args, bucket: bucket.name }, within);
      return {
        bucket: bucket.name,
        region: pulumi.output(region),
        endpoint: `https://${region}.digitaloceanspaces.com`,
        accessKeyId: pulumi.secret(key.accessKey),
        secretAccessKey: pulumi.secret(key.secretKey),
        granted: [key],
      };
    };
    return { data: [bucket], grantAccess };
  }
}

/** Makes a private bucket that keeps old versions for a while. */
const createSpacesBucket = (
  name: string,
  args: BucketArgs & { readonly region: string },
  opts: SpacesOptions & AccessOptions,
): SpacesBucket =>
  new SpacesBucket(
    `${name}-bucket`,
    {
      name: args.bucket,
      region: args.region,
      acl: "private",
      versioning: { enabled: true },
      lifecycleRules: spacesLifecycle(args.settings),
      // The lock of the instance decides about deletion; once it is open, all versions of all objects go.
      forceDestroy: true,
    },
    opts,
  );

/** The rules of every bucket, as the provider writes them. */
const spacesLifecycle = (settings: BucketSettings) =>
  lifecycleRules(settings).map((rule) => ({
    id: rule.id,
    enabled: true,
    prefix: rule.filter.prefix,
    expiration: rule.expiration,
    noncurrentVersionExpiration: rule.noncurrentVersionExpiration && {
      days: rule.noncurrentVersionExpiration.noncurrentDays,
    },
    abortIncompleteMultipartUploadDays: rule.abortIncompleteMultipartUpload?.daysAfterInitiation,
  }));

const allowSites = (
  name: string,
  args: {
    readonly bucket: SpacesBucket;
    readonly region: string;
    readonly origins: readonly string[];
  },
  opts: SpacesOptions,
): SpacesBucketCorsConfiguration =>
  new SpacesBucketCorsConfiguration(
    `${name}-cors`,
    { bucket: args.bucket.name, region: args.region, corsRules: [corsRule(args.origins)] },
    { ...opts, deletedWith: args.bucket },
  );

/** Makes the only key of an instance, which reaches its bucket and no other. */
const createKey = (
  name: string,
  args: Pick<BucketArgs, "bucket" | "user" | "keyRotation">,
  opts: SpacesOptions & AccessOptions,
): SpacesKey =>
  new SpacesKey(
    rotatedName(`${name}-key`, args.keyRotation),
    {
      name: args.user,
      grants: [{ bucket: args.bucket, permission: "readwrite" }],
    },
    opts,
  );
