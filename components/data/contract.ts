import type * as command from "@pulumi/command";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { BucketSettings, ExternalMysqlSettings, MongoSettings } from "./settings";

/**
 * Where the resources of an access hang. They are the instance's own children and have no component between: the
 * engine writes the whole state several times for each component, and the types of all parents into every URN.
 */
export interface AccessOptions {
  readonly parent: pulumi.Resource;
  /** What comes before all of them, and goes after them. */
  readonly dependsOn: pulumi.Resource[];
}

/**
 * What an instance has on a data server, before anybody has access to it.
 *
 * Access is granted once the instance has its data on all servers. So a removal takes every login and key away before the
 * first of the data, and where one of them cannot be taken away, all data stays.
 */
export interface PlacedData<Access> {
  /** The last of it that is made. Empty where the engine has nothing to make, and nothing to take away. */
  readonly data: readonly pulumi.Resource[];
  /** @param after the data on all servers, or the last of it where the rest hangs on that */
  grantAccess(after: readonly pulumi.Resource[]): Access;
}

/** Where pods reach a server. */
export interface ServerNetwork {
  /** In CIDR notation, IPv4 or IPv6: subnets where the server may move in them. */
  readonly cidrs: readonly string[];
  readonly ports: readonly PortRange[];
}

/** The TCP ports between two, both included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What a removal does when a workflow cannot take away what an instance had on a data server: `stop` and keep all that
 * is left of the instance, or `continue` and note what is left behind.
 */
export type OnDeprovisionFailure = "stop" | "continue";

/** The instance that an access is for. */
export interface AccessOwner {
  readonly slug: string;
  /** Owner mark of what is made of the access on the cluster. */
  readonly mark: string;
  readonly onDeprovisionFailure: OnDeprovisionFailure;
}

/** The namespace where workflows run that reach data servers from inside the cluster. No tenant has a say in it. */
export interface OperatorNamespace {
  readonly namespace: string;
  /** The ServiceAccount that workflows run as. */
  readonly serviceAccount: string;
  /** Owner mark of what is there for no instance. */
  readonly mark: string;
  readonly kubernetes: kubernetes.Provider;
  readonly command: command.Provider;
  /** All that must be on the cluster before a workflow can run, and until none will run any more. */
  readonly ready: readonly pulumi.Resource[];
}

/** What a stack tells of a MySQL server that it made. */
export interface MysqlOutputs {
  /** Name of the snapshot that a deletion of the server leaves. */
  readonly finalSnapshot: pulumi.Output<string>;
}

/**
 * A shared MySQL server. Instances never learn which kind it is: they ask for access.
 */
export interface MysqlServer {
  readonly network: ServerNetwork;
  /** The server as a stack sees it that has not made it. */
  readonly asFound: pulumi.Output<ExternalMysqlSettings>;
  /** All that the stack has made of it, which it would delete. @default - nothing: somebody else runs it */
  readonly made?: pulumi.Resource;
  /** What the stack tells of it. Nothing in it is secret. @default - nothing that is not known already */
  readonly outputs?: MysqlOutputs;
  /** Makes databases, and then the one user that may use them, and nothing else on the server. */
  createDatabases(
    name: string,
    args: MysqlAccessArgs,
    opts: AccessOptions,
  ): PlacedData<MysqlAccess>;
}

export interface MysqlAccessArgs {
  /** At most 64 characters each ([MySQL](https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html)). */
  readonly databases: readonly pulumi.Input<string>[];
  /** At most 32 characters (same source). */
  readonly user: pulumi.Input<string>;
  /** Secret. What the user logs in with, unless the server makes passwords up itself. */
  readonly password: pulumi.Output<string>;
  readonly owner: AccessOwner;
}

export interface MysqlAccess {
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly user: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** Resolves once each database exists and the user may use it. */
  readonly databases: pulumi.Output<readonly string[]>;
  /** The last that is made: all else that belongs to the access comes before it, and goes after it. */
  readonly granted: readonly pulumi.Resource[];
}

/** A shared MongoDB server. */
export interface MongoServer {
  readonly network: ServerNetwork;
  /** As that of {@link MysqlServer}. */
  readonly asFound: pulumi.Output<MongoSettings>;
  /** As that of {@link MysqlServer}. */
  readonly made?: pulumi.Resource;
  /** Makes the one user that may read and write the databases; MongoDB creates these on first use. */
  createDatabases(
    name: string,
    args: MongoAccessArgs,
    opts: AccessOptions,
  ): PlacedData<MongoAccess>;
}

export interface MongoAccessArgs {
  /** At most 63 bytes each ([MongoDB](https://www.mongodb.com/docs/manual/reference/limits/)). */
  readonly databases: readonly pulumi.Input<string>[];
  readonly user: pulumi.Input<string>;
  /** Secret. What the user logs in with, unless the server makes passwords up itself. */
  readonly password: pulumi.Output<string>;
  readonly owner: AccessOwner;
}

export interface MongoAccess {
  /** Host name or `mongodb+srv://` address, without credentials. */
  readonly host: pulumi.Output<string>;
  /** What a host name alone does not say of the connection. @default - the address says it */
  readonly connection?: MongoConnection;
  readonly user: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  readonly databases: pulumi.Output<readonly string[]>;
  /** As that of {@link MysqlAccess}. */
  readonly granted: readonly pulumi.Resource[];
}

/** How a client connects to a MongoDB server that it knows by a host name. */
export interface MongoConnection {
  readonly port: number;
  readonly tls: boolean;
  /** The database that keeps the users. */
  readonly authSource: string;
  readonly replicaSet?: string;
  /** PEM of the authority that the server's certificate is of. @default - a public one */
  readonly caCertificate?: string;
}

/** An account at an object store. */
export interface ObjectStorage {
  /** @default - HTTPS on the internet */
  readonly network?: ServerNetwork;
  /** Makes a private, versioned bucket, one for all to read if wanted, and then a key that reaches these and no other. */
  createBucket(name: string, args: BucketArgs, opts: AccessOptions): PlacedData<Bucket>;
}

export interface BucketArgs {
  /** Slug of the instance. */
  readonly instance: string;
  /** At most 63 characters, unique among everybody's buckets. */
  readonly bucket: pulumi.Input<string>;
  /** The same for the public bucket, which there is only where the settings say so. */
  readonly publicBucket: pulumi.Input<string>;
  /** At most 64 characters. */
  readonly user: pulumi.Input<string>;
  /** Says on the buckets and on the user whose they are. */
  readonly tags: Readonly<Record<string, string>>;
  /** The sites whose pages may use the bucket from a browser: `https://` and a host name each. */
  readonly origins: readonly string[];
  readonly settings: BucketSettings;
  /** Another number is another key, made before the old one goes. */
  readonly keyRotation: number;
  /** Whether a bucket that the settings no longer want is kept, and the change refused. */
  readonly protected: boolean;
}

/** A key that reaches the buckets of one instance and no other. */
export interface StorageKey {
  /** Secret. */
  readonly accessKeyId: pulumi.Output<string>;
  /** Secret. */
  readonly secretAccessKey: pulumi.Output<string>;
}

export interface Bucket extends StorageKey {
  readonly bucket: pulumi.Output<string>;
  /** The bucket whose objects everybody may read. */
  readonly publicBucket?: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  /** Address of a server that is not AWS. */
  readonly endpoint?: string;
  /** As that of {@link MysqlAccess}. */
  readonly granted: readonly pulumi.Resource[];
}
