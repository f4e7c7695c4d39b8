/** What the settings say about the shared MySQL server. */
export type MysqlSettings = ExternalMysqlSettings;

/** A MySQL server that somebody else runs. It is used and never deleted. */
export interface ExternalMysqlSettings {
  readonly kind: "external";
  /** `direct`: `pulumi` itself connects to the server, so it must be reachable from where it runs. */
  readonly access: "direct";
  readonly host: string;
  readonly port: number;
  /** May create databases and users, and grant what it has. Its password is `openedx:mysqlAdminPassword`. */
  readonly adminUser: string;
  /** `verify`: TLS by a certificate that the machine trusts; `skip-verify`: by any; `off`: none. */
  readonly tls: "verify" | "skip-verify" | "off";
}

/** What the settings say about the shared MongoDB server. */
export type MongoSettings = AtlasSettings;

/** A MongoDB Atlas cluster that exists. The API keys come from MONGODB_ATLAS_PUBLIC_KEY and _PRIVATE_KEY. */
export interface AtlasSettings {
  readonly kind: "atlas";
  /** 24 hexadecimal digits. */
  readonly projectId: string;
  /** Users are scoped to this cluster of the project. */
  readonly clusterName: string;
  /** The address that instances connect to, for example `mongodb+srv://campus.abc12.mongodb.net`. */
  readonly host: string;
}

/** What the settings say about object storage. */
export type StorageSettings = S3Settings;

/** Buckets on AWS S3, each with an IAM user. Credentials come from the environment, as for the AWS CLI. */
export interface S3Settings {
  readonly kind: "s3";
  readonly region: string;
  /**
   * Address of an S3 server that is not AWS, with an IAM service of the same API at `iamEndpoint`.
   * @default - AWS
   */
  readonly endpoint?: string;
  readonly iamEndpoint?: string;
}
