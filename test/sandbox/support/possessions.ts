import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ListAccessKeysCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { iam, s3 } from "./clients";
import { objectVersions, query } from "./fleet";
import { sandbox } from "./sandbox";

/** How many things of each kind the servers hold for one instance, whatever the engine's state says. */
export interface Possessions {
  readonly mysqlDatabases: number;
  readonly mysqlUsers: number;
  /** The public one as well. */
  readonly buckets: number;
  readonly storageUsers: number;
  readonly storageKeys: number;
  readonly atlasUsers: number;
  /** Kinds of the Kubernetes objects that carry the instance's label, one for each object. */
  readonly objects: readonly string[];
}

/** What is left of an instance that has been removed. */
export const NOTHING: Possessions = {
  mysqlDatabases: 0,
  mysqlUsers: 0,
  buckets: 0,
  storageUsers: 0,
  storageKeys: 0,
  atlasUsers: 0,
  objects: [],
};

/** What an instance has: one of each. */
export const WHOLE_INSTANCE: Possessions = {
  mysqlDatabases: 1,
  mysqlUsers: 1,
  buckets: 1,
  storageUsers: 1,
  storageKeys: 1,
  atlasUsers: 1,
  objects: [
    "AppProject",
    "Application",
    "LimitRange",
    "Namespace",
    "NetworkPolicy",
    "NetworkPolicy",
    "NetworkPolicy",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "Secret",
    "ServiceAccount",
  ],
};

/** Counts what the servers hold for an instance of the cluster `campus`. */
export async function possessions(slug: string): Promise<Possessions> {
  const slugUnderscored = slug.replaceAll("-", "_");
  const [databases, users, buckets, { Users = [] }] = await Promise.all([
    query("SELECT SCHEMA_NAME name FROM information_schema.SCHEMATA"),
    query("SELECT User name FROM mysql.user"),
    s3().send(new ListBucketsCommand({})),
    iam().send(new ListUsersCommand({})),
  ]);
  const storageUsers = Users.flatMap(({ UserName = "" }) => UserName).filter(
    named(`campus-${slug}-`),
  );
  const keys = await Promise.all(
    storageUsers.map((UserName) => iam().send(new ListAccessKeysCommand({ UserName }))),
  );
  const bucketNames = (buckets.Buckets ?? []).map(({ Name }) => Name);
  const count = (names: readonly unknown[], stem: string): number =>
    names.filter((name) => named(stem)(String(name))).length;
  return {
    mysqlDatabases: count(databases.map(nameOf), `campus_${slugUnderscored}_openedx_`),
    mysqlUsers: count(users.map(nameOf), `campus_${slugUnderscored}_`),
    buckets:
      count(bucketNames, `campus-${slug}-openedx-`) + count(bucketNames, `campus-${slug}-public-`),
    storageUsers: storageUsers.length,
    storageKeys: keys.flatMap(({ AccessKeyMetadata }) => AccessKeyMetadata ?? []).length,
    atlasUsers: count(atlasUsers(), `campus_${slugUnderscored}_`),
    objects: Object.keys(await objectVersions(slug))
      .map(kindOf)
      .sort(),
  };
}

/** The key is `Kind namespace/name`. */
const kindOf = (key: string): string => key.split(" ")[0] ?? "";

const nameOf = (row: Readonly<Record<string, unknown>>): unknown => row["name"];

/** Names on shared servers end in random digits. */
const named =
  (stem: string) =>
  (name: string): boolean =>
    name.startsWith(stem) && /^[0-9a-f]{8}$/.test(name.slice(stem.length));

/** The database users of the simulated Atlas, see `userRecords`: `<project>,admin,<user>.json`. */
function atlasUsers(): readonly string[] {
  const folder = join(sandbox().directory, "atlas-users");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.map((file) => /([^,]+)\.json$/.exec(file)?.[1] ?? "");
}
