/** What the settings say about the shared MySQL server. */
export type MysqlSettings =
  | RdsSettings
  | ExistingRdsSettings
  | DigitalOceanMysqlSettings
  | ExistingDigitalOceanMysqlSettings
  | ExternalMysqlSettings;

/** A MySQL server on Amazon RDS in the network of the cluster, made by the stack and reached from inside the cluster. */
export interface RdsSettings {
  readonly kind: "rds";
  /** Class of the instance, for example `db.m7g.large`. */
  readonly size: string;
  readonly storageGiB: number;
  /** Up to where the storage grows by itself. @default - it does not */
  readonly maxStorageGiB?: number;
  /** Whether a second server in another zone takes over when the first fails. */
  readonly multiAz: boolean;
  /** How long each moment can be gone back to. */
  readonly backupDays: number;
  /** When each day's backup begins: `02:00`, in UTC. @default - as AWS chooses */
  readonly backupHour?: string;
  /** When RDS brings what needs a restart: a day of the week and `03:00`, in UTC. @default - as AWS chooses */
  readonly maintenance?: { readonly day: string; readonly hour: string };
  /** ARN of the SNS topic that is told when the storage runs out. @default - the alarm is only shown */
  readonly alarmTopic?: string;
  /** Whether the server is kept from deletion. */
  readonly deletionProtection: boolean;
}

/**
 * A MySQL server on Amazon RDS that is there already, reached from inside the cluster. It is used and never deleted. The
 * password of its administrator is `openedx:mysqlAdminPassword`.
 */
export interface ExistingRdsSettings {
  readonly kind: "rds";
  /** Identifier of the instance, in the cluster's region. */
  readonly existing: string;
  readonly port: number;
  /** Where pods reach it. */
  readonly network: { readonly cidrs: readonly string[] };
}

/** What is said of every managed database server of DigitalOcean that the stack makes. */
export interface ManagedDatabaseSettings {
  /** Slug of a database size, for example `db-s-2vcpu-4gb`. */
  readonly size: string;
  /** How many servers there are, from 1 to 3. One is in use; another takes over when it fails. */
  readonly nodes: number;
  /** When DigitalOcean brings what needs a restart: a day of the week and `03:00`, in UTC. */
  readonly maintenance: { readonly day: string; readonly hour: string };
  /** Whether the server is kept from deletion. */
  readonly deletionProtection: boolean;
}

/**
 * A managed MySQL server of DigitalOcean in the network of the cluster, made by the stack and reached from inside the
 * cluster.
 */
export interface DigitalOceanMysqlSettings extends ManagedDatabaseSettings {
  readonly kind: "digitalocean";
  /** SQL modes of the server. */
  readonly sqlMode: readonly string[];
}

/**
 * A managed MySQL server of DigitalOcean that is there already, reached from inside the cluster. It is used and never
 * deleted.
 */
export interface ExistingDigitalOceanMysqlSettings {
  readonly kind: "digitalocean";
  /** Name of the database cluster. */
  readonly existing: string;
  /** Where pods reach it. @default - in the network of the cluster */
  readonly network?: { readonly cidrs: readonly string[] };
}

/** A MySQL server that somebody else runs. It is used and never deleted. */
export type ExternalMysqlSettings = DirectMysqlSettings | InClusterMysqlSettings;

interface ExternalMysqlServer {
  readonly kind: "external";
  readonly host: string;
  readonly port: number;
  /** Where pods reach it. @default - `host`, which is then an IPv4 address */
  readonly network?: { readonly cidrs: readonly string[] };
  /** May create databases and users, and grant what it has. Its password is `openedx:mysqlAdminPassword`. */
  readonly adminUser: string;
}

export interface DirectMysqlSettings extends ExternalMysqlServer {
  /** `pulumi` itself connects to the server, so it must be reachable from where it runs. */
  readonly access: "direct";
  /** `verify`: TLS by a certificate that the machine trusts; `skip-verify`: by any; `off`: none. */
  readonly tls: "verify" | "skip-verify" | "off";
}

export interface InClusterMysqlSettings extends ExternalMysqlServer {
  /** Workflows connect to the server from inside the cluster. */
  readonly access: "in-cluster";
  /** `verify`: TLS by a certificate of `caCertificate`; `skip-verify`: by any; `off`: TLS only if the server has it. */
  readonly tls: "verify" | "skip-verify" | "off";
  /** PEM. Needed to verify. */
  readonly caCertificate?: string;
}

/** What the settings say about the shared MongoDB server. */
export type MongoSettings =
  | AtlasSettings
  | MadeAtlasSettings
  | DigitalOceanMongoSettings
  | ExistingDigitalOceanMongoSettings
  | ExternalMongoSettings;

/**
 * A managed MongoDB server of DigitalOcean in the network of the cluster, made by the stack. It has 1 node or 3.
 */
export interface DigitalOceanMongoSettings extends ManagedDatabaseSettings {
  readonly kind: "digitalocean";
  /** Major version of MongoDB. It never goes down. */
  readonly version: string;
}

/** A managed MongoDB server of DigitalOcean that exists. It is used and never deleted. */
export interface ExistingDigitalOceanMongoSettings {
  readonly kind: "digitalocean";
  /** Name of the server, which the account has one of. */
  readonly existing: string;
  /** Where pods reach it: the network that it is in. */
  readonly network: { readonly cidrs: readonly string[] };
}

/** A MongoDB server, or replica set, that somebody else runs. It is used and never deleted. */
export interface ExternalMongoSettings {
  readonly kind: "external";
  /** Workflows connect to the server from inside the cluster. */
  readonly access: "in-cluster";
  readonly host: string;
  readonly port: number;
  /** Where pods reach it. @default - `host`, which is then an IPv4 address */
  readonly network?: { readonly cidrs: readonly string[] };
  /** May create users and drop databases. Its password is `openedx:mongodbAdminPassword`. */
  readonly adminUser: string;
  /** The database that keeps the users, the administrator's and the instances'. */
  readonly authSource: string;
  /** Name of the replica set. @default - one server by itself */
  readonly replicaSet?: string;
  /** `verify`: TLS by a certificate of `caCertificate`, or of a public authority without it; `off`: none. */
  readonly tls: "verify" | "off";
  /** PEM. */
  readonly caCertificate?: string;
}

/** A MongoDB Atlas cluster that exists. The API keys come from MONGODB_ATLAS_PUBLIC_KEY and _PRIVATE_KEY. */
export interface AtlasSettings {
  readonly kind: "atlas";
  /** 24 hexadecimal digits. */
  readonly projectId: string;
  /** Users are scoped to this cluster of the project. */
  readonly clusterName: string;
  /** The address that instances connect to, for example `mongodb+srv://campus.abc12.mongodb.net`. */
  readonly host: string;
  /** Where pods reach it. @default - `host`, which then is IPv4 addresses, at the ports that it names */
  readonly network?: {
    readonly cidrs: readonly string[];
    readonly ports?: { readonly from: number; readonly to: number };
  };
}

/** A MongoDB Atlas cluster that the stack makes in the region of a cluster on AWS, which reaches it by a private endpoint. */
export interface MadeAtlasSettings {
  readonly kind: "atlas";
  /** 24 hexadecimal digits. The project exists, and has no other cluster. */
  readonly projectId: string;
  /** Tier of the nodes, from `M10` on: smaller ones have neither private endpoints nor backups. */
  readonly size: string;
  /** How many nodes there are: 3, 5 or 7, in different zones where there are as many. */
  readonly nodes: number;
  /** Major version of MongoDB. It never goes down. */
  readonly version: string;
  /** How long daily backups are kept. */
  readonly backupDays: number;
  /** Whether the cluster is kept from deletion. */
  readonly deletionProtection: boolean;
}

/** What the settings say about object storage. */
export type StorageSettings = S3Settings | SpacesSettings | S3CompatibleSettings;

/** Buckets on AWS S3, each with an IAM user. Credentials come from the environment, as for the AWS CLI. */
export interface S3Settings {
  readonly kind: "s3";
  readonly region: string;
  /** KMS key of the same region that objects are encrypted with. @default - a key that S3 keeps itself */
  readonly kmsKeyArn?: string;
}

/**
 * Buckets on DigitalOcean Spaces, each with a key of its own. The token comes from the environment, and so does the key
 * that buckets are made by.
 */
export interface SpacesSettings {
  readonly kind: "spaces";
  readonly region: string;
}

/** Buckets on a server that is not AWS and speaks S3's API. Credentials of its administrator come from the environment. */
export type S3CompatibleSettings = S3CompatibleServer &
  (
    | {
        /** The server has an IAM service with the API of AWS at `iamEndpoint`, which users and keys are made by. */
        readonly access: "iam";
        readonly iamEndpoint: string;
      }
    /** The operator makes a key for each instance, and sets it as a secret of the stack. */
    | { readonly access: "given" }
  );

interface S3CompatibleServer {
  readonly kind: "s3-compatible";
  readonly endpoint: string;
  /** Where pods reach it. @default - `endpoint`, if that is an IPv4 address, else HTTPS on the internet */
  readonly network?: { readonly cidrs: readonly string[] };
  readonly region: string;
  readonly features: StorageFeatures;
}

/** What a server of S3's API can do beside keeping objects; what it cannot is not asked of it. */
export interface StorageFeatures {
  /** It keeps old versions of objects. */
  readonly versioning: boolean;
  /** It deletes old versions and unfinished uploads by itself. */
  readonly lifecycle: boolean;
  /** Each bucket says which web sites may use it. */
  readonly cors: boolean;
  /** A bucket can be opened for everybody's reading, and closed for plain HTTP. */
  readonly bucketPolicies: boolean;
  /** It can refuse that anything of a bucket be public. */
  readonly publicAccessBlock: boolean;
  /** It can be told to encrypt a bucket with a key of its own. */
  readonly encryption: boolean;
}

/** How the buckets of an instance are kept. */
export interface BucketSettings {
  /** Whether it has a second bucket whose objects everybody may read: profile images. */
  readonly publicMedia: boolean;
  /** How long objects that were overwritten or deleted can be got back. */
  readonly oldVersionsDays: number;
  readonly unfinishedUploadsDays: number;
  /** Where tracking logs are put; ends in a slash. */
  readonly trackingLogsPrefix: string;
  /** 0 keeps tracking logs for good. */
  readonly trackingLogsDays: number;
}
