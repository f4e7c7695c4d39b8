import { z } from "zod";
import { mongodbNetwork, serverNetwork } from "./network";
import {
  flag,
  label,
  mongodbAddress,
  oneOf,
  section,
  server,
  text,
  unionError,
  webAddress,
  wholeNumber,
} from "./text";

const externalMysqlDirect = section({
  kind: z
    .literal("external")
    .describe("A MySQL server that somebody else runs; it is used and never deleted."),
  access: z
    .literal("direct")
    .describe(
      "`direct`: Pulumi connects to the server itself, so it must be reachable from where Pulumi runs.",
    ),
  host: server().describe("Name or IPv4 address of the server."),
  port: wholeNumber(1, 65_535).default(3306).describe("Port of the server."),
  network: serverNetwork
    .optional()
    .describe(
      "Where pods reach the server; they reach no other. Without it: `host`, which must then be an address.",
    ),
  adminUser: text(/^[^\s@:/]{1,32}$/, "a MySQL user name of at most 32 characters")
    .default("root")
    .describe(
      "May create databases and users, and grant what it has. Its password is the secret `openedx:mysqlAdminPassword`.",
    ),
  tls: oneOf(["verify", "skip-verify", "off"])
    .default("verify")
    .describe(
      "`verify`: TLS with a certificate that the machine trusts. `skip-verify`: TLS with any certificate. `off`: no TLS.",
    ),
});

export const mysql = z
  .discriminatedUnion(
    "kind",
    [z.discriminatedUnion("access", [externalMysqlDirect], { error: unionError })],
    { error: unionError },
  )
  .describe("The shared MySQL server; each instance gets its own database and user on it.");

const atlas = section({
  kind: z
    .literal("atlas")
    .describe(
      "A MongoDB Atlas cluster that exists. The API keys come from MONGODB_ATLAS_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY.",
    ),
  projectId: text(/^[0-9a-f]{24}$/, "24 hexadecimal digits in lower case").describe(
    "Id of the Atlas project: 24 hexadecimal digits, in quotes.",
  ),
  clusterName: text(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/,
    "the name of the Atlas cluster: at most 64 letters, digits and hyphens",
  ).describe("Name of the Atlas cluster; users may log in to this one only."),
  host: mongodbAddress().describe(
    "The address that instances connect to, for example `mongodb+srv://campus.abc12.mongodb.net`.",
  ),
  network: mongodbNetwork
    .optional()
    .describe(
      "Where pods reach the server; they reach no other. Without it: `host`, which must then be one or more addresses.",
    ),
});

export const mongodb = z
  .discriminatedUnion("kind", [atlas], { error: unionError })
  .describe("The shared MongoDB server; each instance gets its own user and two databases on it.");

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
      z.discriminatedUnion("access", [s3CompatibleIam, s3CompatibleGiven], { error: unionError }),
    ],
    { error: unionError },
  )
  .describe("Object storage; each instance gets its own bucket and key.");
