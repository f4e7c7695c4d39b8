import type * as pulumi from "@pulumi/pulumi";

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
 * A shared MySQL server. Instances never learn which kind it is: they ask for access.
 */
export interface MysqlServer {
  /** Makes databases and the one user that may use them, and nothing else on the server. */
  grantAccess(name: string, args: MysqlAccessArgs, opts: AccessOptions): MysqlAccess;
}

export interface MysqlAccessArgs {
  /** At most 64 characters each ([MySQL](https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html)). */
  readonly databases: readonly pulumi.Input<string>[];
  /** At most 32 characters (same source). */
  readonly user: pulumi.Input<string>;
  /** Secret. What the user logs in with, unless the server makes passwords up itself. */
  readonly password: pulumi.Output<string>;
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
  /** Makes the one user that may read and write the databases; MongoDB creates these on first use. */
  grantAccess(name: string, args: MongoAccessArgs, opts: AccessOptions): MongoAccess;
}

export interface MongoAccessArgs {
  /** At most 63 bytes each ([MongoDB](https://www.mongodb.com/docs/manual/reference/limits/)). */
  readonly databases: readonly pulumi.Input<string>[];
  readonly user: pulumi.Input<string>;
  /** Secret. What the user logs in with, unless the server makes passwords up itself. */
  readonly password: pulumi.Output<string>;
}

export interface MongoAccess {
  /** Host name or `mongodb+srv://` address, without credentials. */
  readonly host: pulumi.Output<string>;
  readonly user: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  readonly databases: pulumi.Output<readonly string[]>;
  /** As that of {@link MysqlAccess}. */
  readonly granted: readonly pulumi.Resource[];
}

/** An account at an object store. */
export interface ObjectStorage {
  /** Makes a private, versioned bucket and a key that reaches this bucket and no other. */
  createBucket(name: string, args: BucketArgs, opts: AccessOptions): Bucket;
}

export interface BucketArgs {
  /** At most 63 characters, unique among everybody's buckets. */
  readonly bucket: pulumi.Input<string>;
  /** At most 64 characters. */
  readonly user: pulumi.Input<string>;
  /** Says on the bucket and on the user whose they are. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly bucket: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  /** Address of a server that is not AWS. */
  readonly endpoint?: string;
  /** Secret. */
  readonly accessKeyId: pulumi.Output<string>;
  /** Secret. */
  readonly secretAccessKey: pulumi.Output<string>;
  /** As that of {@link MysqlAccess}. */
  readonly granted: readonly pulumi.Resource[];
}
