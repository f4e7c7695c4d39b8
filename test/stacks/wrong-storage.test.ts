import { describe, expect, it } from "vitest";
import {
  NETWORK,
  checked,
  messageOf,
  named,
  stackFile,
  type WrongFile,
} from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const TWO = "stacks/Pulumi.campus.yaml: 2 settings need attention:";

const OWN_SERVER = "kind: s3-compatible, region: us-east-1, endpoint: 'https://s3.example.org'";
const GIVEN = `{ ${OWN_SERVER}, access: given }`;
const withFeatures = (features: string, others = "") =>
  `{ ${OWN_SERVER}, access: given, features: { ${features} }${others} }`;
const key = (region: string) =>
  `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const SECURE = "{ secure: v1:x }";
const GIVEN_KEYS = {
  "storageAccessKey-history": SECURE,
  "storageSecretKey-history": SECURE,
  "storageAccessKey-science": SECURE,
  "storageSecretKey-science": SECURE,
};

const WRONG: readonly WrongFile[] = [
  [
    "a kind that does not exist",
    { storage: "{ kind: minio }" },
    ONE,
    '  openedx:storage.kind is "minio".',
    "    Write one of: s3, spaces, s3-compatible.",
  ],
  [
    "a region without Spaces",
    { storage: "{ kind: spaces, region: nyc1 }" },
    ONE,
    '  openedx:storage.region is "nyc1".',
    "    Write one of: ams3, atl1, blr1, fra1, lon1, nyc3, sfo2, sfo3, sgp1, syd1, tor1.",
  ],
  [
    "public buckets on Spaces, for all",
    { storage: "{ kind: spaces, region: nyc3, publicMedia: true }" },
    ONE,
    "  openedx:storage.publicMedia is true, while openedx:storage.kind is spaces.",
    "    Write false, or another kind of storage: buckets on Spaces are all private.",
  ],
  [
    "public buckets on Spaces, for one instance",
    {
      storage: "{ kind: spaces, region: nyc3 }",
      instances: "[{ slug: history }, { slug: science, storage: { publicMedia: true } }]",
    },
    ONE,
    "  openedx:instances[1].storage.publicMedia (science) is true, while openedx:storage.kind is spaces.",
    "    Write false, or another kind of storage: buckets on Spaces are all private.",
  ],
  [
    "more instances than accounts have buckets on Spaces, and users on Atlas",
    {
      maxInstances: "200",
      storage: "{ kind: spaces, region: nyc3 }",
      instances: `[${Array.from({ length: 101 }, (_, index) => `{ slug: site-${index} }`).join(", ")}]`,
    },
    TWO,
    "  openedx:instances has 101 instances with a bucket each, while an account of DigitalOcean has 100 on Spaces.",
    "    Move some to another stack whose storage is elsewhere, or on another account; see docs/storage.md.",
    "  openedx:instances has 101 instances with a user each, while a project of MongoDB Atlas has 100.",
    "    Move some to another stack with a project of its own; see https://www.mongodb.com/docs/atlas/reference/atlas-limits/.",
  ],
  [
    "more instances than an account has keys for Spaces, beside the one that buckets are made by",
    {
      maxInstances: "200",
      mongodb: "{ kind: external, access: in-cluster, host: 10.10.6.7 }",
      storage: "{ kind: spaces, region: nyc3 }",
      instances: `[${Array.from({ length: 200 }, (_, index) => `{ slug: site-${index} }`).join(", ")}]`,
    },
    TWO,
    "  openedx:instances has 200 instances with a bucket each, while an account of DigitalOcean has 100 on Spaces.",
    "    Move some to another stack whose storage is elsewhere, or on another account; see docs/storage.md.",
    "  openedx:instances has 200 instances with a key each, while an account of DigitalOcean has 200 for Spaces, one of them to make buckets by.",
    "    Move some to another stack whose storage is elsewhere, or on another account; see docs/storage.md.",
  ],
  [
    "a way of access that does not exist, or none",
    { storage: `{ ${OWN_SERVER} }` },
    ONE,
    "  openedx:storage.access is missing.",
    "    Write one of: iam, given.",
  ],
  [
    "an address of AWS, which has none to give",
    { storage: "{ kind: s3, region: x, endpoint: 'https://s3.example.org' }" },
    ONE,
    "  openedx:storage.endpoint is no known setting.",
    "    Known here: kind, region, kmsKeyArn, publicMedia, oldVersionsDays, unfinishedUploadsDays, trackingLogsPrefix, trackingLogsDays.",
  ],
  [
    "a server without an address, and without that of its IAM service",
    { storage: "{ kind: s3-compatible, region: us-east-1, access: iam }" },
    TWO,
    "  openedx:storage.endpoint is missing.",
    "    Write an address that starts with https:// or http://, without user, password or path, for example https://s3.example.org.",
    "  openedx:storage.iamEndpoint is missing.",
    "    Write an address that starts with https:// or http://, without user, password or path, for example https://s3.example.org.",
  ],
  [
    "an IAM service where keys are given",
    { storage: `{ ${OWN_SERVER}, access: given, iamEndpoint: 'https://iam.example.org' }` },
    ONE,
    "  openedx:storage.iamEndpoint is no known setting.",
    "    Known here: kind, endpoint, network, region, features, publicMedia, oldVersionsDays, unfinishedUploadsDays, trackingLogsPrefix, trackingLogsDays, access.",
  ],
  [
    "an alias of a key, and a folder without its slash",
    {
      storage:
        "{ kind: s3, region: eu-central-1, kmsKeyArn: alias/openedx, trackingLogsPrefix: /logs }",
    },
    TWO,
    '  openedx:storage.kmsKeyArn is "alias/openedx".',
    "    Write the ARN of a KMS key, for example arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab.",
    '  openedx:storage.trackingLogsPrefix is "/logs".',
    "    Write a folder of the bucket, ending in /, for example tracking-logs/.",
  ],
  [
    "a key of another region",
    { storage: `{ kind: s3, region: eu-central-1, kmsKeyArn: '${key("eu-west-1")}' }` },
    ONE,
    '  openedx:storage.kmsKeyArn is a key of eu-west-1, while openedx:storage.region is "eu-central-1".',
    "    Write the ARN of a key in eu-central-1; S3 takes no other.",
  ],
  [
    "numbers of days that delete at once, or are not days",
    {
      storage:
        "{ kind: s3, region: x, oldVersionsDays: 0, unfinishedUploadsDays: week, trackingLogsDays: -1 }",
    },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    "  openedx:storage.oldVersionsDays is 0.",
    "    Write a whole number from 1 to 36500.",
    '  openedx:storage.unfinishedUploadsDays is "week".',
    "    Write a whole number from 1 to 36500, without quotes.",
    "  openedx:storage.trackingLogsDays is -1.",
    "    Write a whole number from 0 to 36500.",
  ],
  [
    "a public bucket and an end of tracking logs that the server cannot do",
    {
      ...GIVEN_KEYS,
      storage: withFeatures(
        "bucketPolicies: false, lifecycle: false",
        ", publicMedia: true, trackingLogsDays: 365",
      ),
    },
    TWO,
    "  openedx:storage.publicMedia is true, while openedx:storage.features.bucketPolicies is false.",
    "    Write true there if the server can do it, or false here.",
    "  openedx:storage.trackingLogsDays is 365, while openedx:storage.features.lifecycle is false.",
    "    Write true there if the server can do it, or 0 here.",
  ],
  [
    "the same of one instance",
    {
      ...GIVEN_KEYS,
      storage: withFeatures("bucketPolicies: false"),
      instances: "[{ slug: history }, { slug: science, storage: { publicMedia: true } }]",
    },
    ONE,
    "  openedx:instances[1].storage.publicMedia (science) is true, while openedx:storage.features.bucketPolicies is false.",
    "    Write true there if the server can do it, or false here.",
  ],
  [
    "what is about the server said by an instance",
    { instances: "[{ slug: history, storage: { region: eu-west-1 } }]" },
    ONE,
    "  openedx:instances[0].storage.region (history) is no known setting.",
    "    Known here: publicMedia, oldVersionsDays, trackingLogsDays.",
  ],
  [
    "storage keys of an instance that is not there, and where the server makes them",
    {
      "storageAccessKey-histroy": SECURE,
      "storageSecretKey-histroy": SECURE,
    },
    TWO,
    '  openedx:storageAccessKey-histroy is set, but there is no instance "histroy" whose storage key you give.',
    "    Run: pulumi config rm --stack campus openedx:storageAccessKey-histroy",
    '  openedx:storageSecretKey-histroy is set, but there is no instance "histroy" whose storage key you give.',
    "    Run: pulumi config rm --stack campus openedx:storageSecretKey-histroy",
  ],
  [
    "a storage key in plain text, which is not repeated",
    { ...GIVEN_KEYS, storage: GIVEN, "storageSecretKey-history": "hunter2" },
    ONE,
    "  openedx:storageSecretKey-history stands in plain text in the stack file.",
    "    Remove the line; if the file was ever shared, change the secret where it is used. Then run: pulumi config set --stack campus --secret openedx:storageSecretKey-history",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("given storage keys", () => {
  const context = `{ kind: existing, name: campus, environment: staging, domain: example.org, context: a, ${NETWORK} }`;
  const missing = (sections: Parameters<typeof stackFile>[0]) =>
    checked(
      stackFile({ cluster: context, mysqlAdminPassword: SECURE, ...sections }),
    ).missingSecrets.map(({ fix }) => fix);

  it("are missed for each instance that has none, with the command that sets each half", () => {
    const { "storageSecretKey-history": one, ...others } = GIVEN_KEYS;
    expect(one).toBeDefined();
    expect(missing({ ...others, storage: GIVEN })).toEqual([
      "Run: pulumi config set --stack campus --secret openedx:storageSecretKey-history",
    ]);
    expect(missing({ ...GIVEN_KEYS, storage: GIVEN })).toEqual([]);
  });

  it("are missed nowhere else", () => {
    expect(missing({})).toEqual([]);
  });

  it("are left alone while the storage has a mistake, which may be why nothing uses them", () => {
    expect(checked(stackFile({ ...GIVEN_KEYS, storage: "{ kind: s4 }" })).problems).toHaveLength(1);
  });
});
