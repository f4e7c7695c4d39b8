import * as pulumi from "@pulumi/pulumi";
import { deriveQuota } from "../../components/instance/quota";
import type { ProgramSecrets, ProgramSettings } from "../../components/settings";
import type { StorageSettings } from "../../components/data/settings";
import type { InstanceSettings, Rotation } from "../../components/instance/settings";
import { BUILT_IN_SIZES } from "../../stacks/built-in-sizes";

/** Of an instance whose secrets are those that it was made with. */
export const NEVER_ROTATED: Rotation = {
  seed: 0,
  mysql: 0,
  mongodb: 0,
  storage: 0,
  redis: 0,
  meilisearch: 0,
  jwt: 0,
  secretKey: 0,
  cmsOauth: 0,
};

/** Settings of one instance, with what a test wants otherwise. */
export function sampleInstance(
  slug: string,
  overrides: Partial<InstanceSettings> = {},
): InstanceSettings {
  const lms = `${slug}.example.org`;
  return {
    slug,
    platformName: slug,
    environment: "test",
    release: "ulmo",
    hosts: {
      lms,
      studio: `studio.${lms}`,
      mfe: `apps.${lms}`,
      meilisearch: `meilisearch.${lms}`,
    },
    domains: [],
    extraHosts: [],
    certificates: [],
    sync: "auto",
    deletionProtection: false,
    onDeprovisionFailure: "stop",
    gitops: {
      repository: "https://git.example.org/campus/instances.git",
      revision: "main",
      path: `instances/${slug}/env`,
    },
    storage: {
      publicMedia: false,
      oldVersionsDays: 30,
      unfinishedUploadsDays: 7,
      trackingLogsPrefix: "tracking-logs/",
      trackingLogsDays: 0,
    },
    databases: [],
    redis: { kind: "own" },
    meilisearch: { kind: "own" },
    rotation: NEVER_ROTATED,
    workloads: BUILT_IN_SIZES.small,
    quota: deriveQuota({ workloads: BUILT_IN_SIZES.small, hosts: 4, plugins: 0 }),
    ...overrides,
  };
}

/** A Redis in the cluster that instances share. */
export const SHARED_REDIS = {
  kind: "shared",
  host: "redis.data.svc.cluster.local",
  port: 6380,
  celeryDatabase: 0,
  cacheDatabase: 1,
} as const;

/** A Meilisearch outside the cluster that instances share. */
export const SHARED_MEILISEARCH = {
  kind: "shared",
  url: "http://search.example.org:7700",
  publicUrl: "https://search.example.org",
  network: { cidrs: ["10.10.8.0/24"] },
} as const;

/** The same instance with a bucket that everybody may read. */
export const ofPublicMedia = (instance: InstanceSettings): InstanceSettings => ({
  ...instance,
  storage: { ...instance.storage, publicMedia: true },
});

const OWN_SERVER = {
  kind: "s3-compatible",
  region: "us-east-1",
  endpoint: "https://s3.example.org",
  features: {
    versioning: true,
    lifecycle: true,
    cors: true,
    bucketPolicies: true,
    publicAccessBlock: false,
    encryption: false,
  },
} as const;

/** Settings of every kind of storage. */
export const STORAGE_SETTINGS = {
  s3: { kind: "s3", region: "eu-central-1" },
  "s3 with a KMS key": {
    kind: "s3",
    region: "eu-central-1",
    kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd",
  },
  "s3-compatible, iam": {
    ...OWN_SERVER,
    access: "iam",
    iamEndpoint: "https://iam.example.org",
  },
  "s3-compatible, given": { ...OWN_SERVER, access: "given" },
} as const satisfies Readonly<Record<string, StorageSettings>>;

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

/** Settings of data servers that workflows reach from inside the cluster. */
export const IN_CLUSTER = {
  mysql: {
    kind: "external",
    access: "in-cluster",
    host: "mysql.data.svc",
    port: 3307,
    adminUser: "admin",
    tls: "verify",
    caCertificate: CERTIFICATE,
  },
  mongodb: {
    kind: "external",
    access: "in-cluster",
    host: "mongodb.data.svc",
    port: 27_018,
    adminUser: "admin",
    authSource: "users",
    replicaSet: "rs0",
    tls: "verify",
    caCertificate: CERTIFICATE,
  },
} as const satisfies Pick<ProgramSettings, "mysql" | "mongodb">;

/** Settings of a cluster on AWS and of a MySQL server beside it, with all that they can have. */
export const ON_AWS = {
  cluster: {
    kind: "aws",
    name: "campus",
    environment: "test",
    domain: "example.org",
    region: "eu-central-1",
    availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    vpcCidr: "10.20.0.0/16",
    serviceCidr: "172.20.0.0/16",
    natGateways: "per-zone",
    apiAccess: "private",
    apiCidrs: ["10.20.0.0/16", "10.0.0.0/16"],
    admins: ["arn:aws:iam::111122223333:role/ci/pulumi", "arn:aws:iam::111122223333:user/alice"],
    kubernetesVersion: "1.34",
    nodeGroups: {
      general: {
        instanceTypes: ["m7i.xlarge", "m6i.xlarge"],
        capacity: "on-demand",
        min: 2,
        max: 6,
        diskGiB: 80,
      },
      burst: { instanceTypes: ["m7i.large"], capacity: "spot", min: 1, max: 3, diskGiB: 50 },
    },
    waf: { rateLimit: 2000 },
    deletionProtection: true,
    client: { qps: 50, burst: 100 },
  },
  mysql: {
    kind: "rds",
    size: "db.m7g.large",
    storageGiB: 100,
    maxStorageGiB: 500,
    multiAz: true,
    backupDays: 35,
    backupHour: "01:00",
    maintenance: { day: "saturday", hour: "23:00" },
    alarmTopic: "arn:aws:sns:eu-central-1:111122223333:alarms",
    deletionProtection: true,
  },
} as const satisfies Pick<ProgramSettings, "cluster" | "mysql">;

/** Settings of a MongoDB cluster that the stack makes on Atlas beside that. */
export const MADE_ON_ATLAS = {
  kind: "atlas",
  projectId: "0123456789abcdef01234567",
  size: "M30",
  nodes: 3,
  version: "7",
  backupDays: 35,
  deletionProtection: true,
} as const satisfies ProgramSettings["mongodb"];

/** Settings of a MongoDB server that exists on DigitalOcean. */
export const EXISTING_MONGODB = {
  kind: "digitalocean",
  existing: "shared-mongodb",
  network: { cidrs: ["10.40.0.0/20"] },
} as const satisfies ProgramSettings["mongodb"];

/** Settings of a cluster, a MySQL server and buckets on DigitalOcean, with all that it can have. */
export const ON_DIGITALOCEAN = {
  cluster: {
    kind: "digitalocean",
    name: "campus",
    environment: "staging",
    domain: "example.org",
    region: "nyc3",
    vpcCidr: "10.30.0.0/20",
    podCidr: "10.32.0.0/16",
    serviceCidr: "10.33.0.0/19",
    apiAccess: "cidrs",
    apiCidrs: ["203.0.113.0/24", "198.51.100.0/24"],
    kubernetesVersion: "1.34.1-do.1",
    autoUpgrade: false,
    highAvailability: true,
    maintenance: { day: "sunday", startTime: "02:00" },
    baseNodes: 2,
    pools: {
      general: { size: "s-4vcpu-8gb", min: 2, max: 6 },
      fixed: { size: "m-2vcpu-16gb", min: 3, max: 3 },
    },
    deletionProtection: true,
    client: { qps: 50, burst: 100 },
  },
  mysql: {
    kind: "digitalocean",
    size: "db-s-2vcpu-4gb",
    nodes: 2,
    maintenance: { day: "sunday", hour: "03:00" },
    sqlMode: ["STRICT_TRANS_TABLES", "NO_ENGINE_SUBSTITUTION"],
    deletionProtection: true,
  },
  storage: { kind: "spaces", region: "nyc3" },
} as const satisfies Pick<ProgramSettings, "cluster" | "mysql" | "storage">;

/** Settings of a MongoDB server beside that cluster. */
export const MONGODB_ON_DIGITALOCEAN = {
  kind: "digitalocean",
  size: "db-s-1vcpu-2gb",
  nodes: 3,
  version: "7",
  maintenance: { day: "sunday", hour: "04:00" },
  deletionProtection: true,
} as const satisfies ProgramSettings["mongodb"];

/** Settings of a stack with the given instances. */
export function sampleSettings(
  instances: readonly InstanceSettings[],
  overrides: Partial<ProgramSettings> = {},
): ProgramSettings {
  return {
    cluster: {
      kind: "existing",
      name: "campus",
      environment: "test",
      domain: "example.org",
      network: { pods: ["10.244.0.0/16"], services: ["10.245.0.0/16"], nodes: ["10.10.0.0/16"] },
      client: { qps: 50, burst: 100 },
    },
    mysql: {
      kind: "external",
      access: "direct",
      host: "mysql.example.org",
      port: 3306,
      network: { cidrs: ["10.10.5.0/24"] },
      adminUser: "admin",
      tls: "verify",
    },
    mongodb: {
      kind: "atlas",
      projectId: "0123456789abcdef01234567",
      clusterName: "campus",
      host: "mongodb+srv://campus.abc12.mongodb.net",
      network: { cidrs: ["10.10.6.0/24"] },
    },
    storage: STORAGE_SETTINGS.s3,
    platform: {
      ingress: { namespace: "ingress-nginx", apps: ["ingress-nginx"] },
      monitoring: { namespace: "monitoring", apps: ["prometheus"] },
      argocd: { install: true, namespace: "argocd", deletionTimeoutSeconds: 1200 },
      argoWorkflows: { install: true, namespace: "argo", timeoutSeconds: 300 },
    },
    instances,
    ...overrides,
  };
}

/** Made-up secrets, each recognisable. */
export const sampleSecrets = (): ProgramSecrets => ({
  kubeconfig: pulumi.secret("apiVersion: v1\nkind: Config\n# kubeconfig-secret\n"),
  mysqlAdminPassword: pulumi.secret("mysql-admin-secret"),
  mongodbAdminPassword: pulumi.secret("mongodb-admin-secret"),
  meilisearchMasterKey: pulumi.secret("meilisearch-shared-master-secret"),
  registryCredentials: pulumi.secret("cmVnaXN0cnktc2VjcmV0"),
  storageKeys: Object.fromEntries(
    ["history", "science", "arts"].map((slug) => [
      slug,
      {
        accessKeyId: pulumi.secret(`given-key-${slug}`),
        secretAccessKey: pulumi.secret(`given-secret-${slug}`),
      },
    ]),
  ),
});
