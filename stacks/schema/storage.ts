import { z } from "zod";
import { spacesRegion } from "./digitalocean-common";
import { serverNetwork } from "./network";
import { flag, label, section, text, unionError, webAddress, wholeNumber } from "./text";

/** What an instance, its size or the defaults may say otherwise. */
const ownBucketSettings = {
  publicMedia: flag().describe(
    "`true`: a second bucket whose objects everybody may read, for profile images. While the instance is protected from " +
      "deletion, going back to `false` is refused, as it deletes that bucket.",
  ),
  oldVersionsDays: wholeNumber(1, 36_500).describe(
    "How long objects that were overwritten or deleted can be got back, in days.",
  ),
  trackingLogsDays: wholeNumber(0, 36_500).describe(
    "How long tracking logs are kept, in days; `0`: for good.",
  ),
};

const bucketSettings = {
  publicMedia: ownBucketSettings.publicMedia.default(false),
  oldVersionsDays: ownBucketSettings.oldVersionsDays.default(30),
  unfinishedUploadsDays: wholeNumber(1, 36_500)
    .default(7)
    .describe(
      "After how long the parts of an upload that was never finished are deleted, in days.",
    ),
  trackingLogsPrefix: text(
    /^(?=.{1,200}$)(?:[A-Za-z0-9][A-Za-z0-9._-]*\/)+$/,
    "a folder of the bucket, ending in /, for example tracking-logs/",
  )
    .default("tracking-logs/")
    .describe("Folder of the bucket that tracking logs go to."),
  trackingLogsDays: ownBucketSettings.trackingLogsDays.default(0),
};

/** How buckets are kept where nothing is said. */
export const bucketDefaults = section(bucketSettings).parse({});

export const instanceStorage = section({
  publicMedia: ownBucketSettings.publicMedia.optional(),
  oldVersionsDays: ownBucketSettings.oldVersionsDays.optional(),
  trackingLogsDays: ownBucketSettings.trackingLogsDays.optional(),
}).describe("What differs from `openedx:storage`.");

const region = label("a region, such as eu-central-1,").describe(
  "Region of the buckets, for example `eu-central-1`; of a server that is not AWS, the one that it says it is.",
);

const s3 = section({
  kind: z
    .literal("s3")
    .describe(
      "`s3`: buckets on AWS S3, each with an IAM user; credentials come from the environment, as for the AWS CLI.",
    ),
  region,
  kmsKeyArn: text(
    /^arn:aws(?:-cn|-us-gov)?:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]{1,64}$/,
    "the ARN of a KMS key, for example arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  )
    .optional()
    .describe(
      "Only for `s3`: ARN of a KMS key of the same region that objects are encrypted with. Without it: a key that S3 keeps itself. " +
        "Objects of the public bucket always have the latter.",
    ),
  ...bucketSettings,
});

const spaces = section({
  kind: z
    .literal("spaces")
    .describe(
      "`spaces`: buckets on DigitalOcean Spaces, each with a key of its own. The token comes from the environment, " +
        "`DIGITALOCEAN_ACCESS_TOKEN`, and so does a key with full access, `SPACES_ACCESS_KEY_ID` and `SPACES_SECRET_ACCESS_KEY`.",
    ),
  region: spacesRegion().describe("On Spaces one such as `nyc3`."),
  ...bucketSettings,
});

const features = section({
  versioning: flag().default(true).describe("The server keeps old versions of objects."),
  lifecycle: flag()
    .default(true)
    .describe("It deletes old versions and unfinished uploads by itself after a time."),
  cors: flag().default(true).describe("Each bucket says which web sites may use it."),
  bucketPolicies: flag()
    .default(true)
    .describe(
      "A bucket's policy can open it for everybody's reading, and close it for plain HTTP.",
    ),
  publicAccessBlock: flag()
    .default(false)
    .describe("It can refuse that anything of a bucket be public."),
  encryption: flag()
    .default(false)
    .describe("It can be told to encrypt a bucket with a key that it keeps itself (SSE-S3)."),
});

const s3Compatible = {
  kind: z
    .literal("s3-compatible")
    .describe(
      "`s3-compatible`: buckets on a server that is not AWS; credentials of its administrator come from the environment.",
    ),
  endpoint: webAddress().describe("Only for `s3-compatible`: address of the S3 server."),
  network: serverNetwork
    .optional()
    .describe(
      "Only for `s3-compatible`: where pods reach the server. Without it: `endpoint`, which must then be an address, or at " +
        "port 443 on the internet.",
    ),
  region,
  features: features
    .prefault({})
    .describe(
      "Only for `s3-compatible`: what the server can do. What it cannot is not asked of it; docs/storage.md says what " +
        "that means.",
    ),
  ...bucketSettings,
};

const s3CompatibleIam = section({
  ...s3Compatible,
  access: z
    .literal("iam")
    .describe("`iam`: a user and key for each instance are made by the server's IAM service."),
  iamEndpoint: webAddress().describe(
    "Only with access `iam`: address of that IAM service, which must have the API of AWS IAM.",
  ),
});

const s3CompatibleGiven = section({
  ...s3Compatible,
  access: z
    .literal("given")
    .describe(
      "`given`: you make a key for each instance, and set it as `openedx:storageAccessKey-<slug>` and " +
        "`openedx:storageSecretKey-<slug>`.",
    ),
});

export const storage = z
  .discriminatedUnion(
    "kind",
    [
      s3,
      spaces,
      z.discriminatedUnion("access", [s3CompatibleIam, s3CompatibleGiven], { error: unionError }),
    ],
    { error: unionError },
  )
  .describe("Object storage; each instance gets its own bucket and key.");
