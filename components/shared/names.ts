import { createHash } from "node:crypto";

/** Digits of the hash that stands for what was cut off: 32 bits tell the at most few hundred names of a stack apart. */
const HASH_LENGTH = 8;

/**
 * Joins `parts` to a name of at most `max` characters. A longer one is cut, and a hash of the whole takes the
 * place of the rest, so that two long names that begin alike stay different.
 *
 * @throws RangeError if `max` leaves no room for a readable part beside the hash
 */
export function bounded(max: number, separator: "-" | "_", ...parts: readonly string[]): string {
  if (max < 2 * HASH_LENGTH)
    throw new RangeError(`a name of ${max} characters is too short to cut`);
  const full = parts.join(separator);
  if (full.length <= max) return full;
  const head = full.slice(0, max - HASH_LENGTH - 1).replace(/[-_]+$/, "");
  return `${head}${separator}${hashOf(full)}`;
}

const hashOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);

/**
 * A name of at most `max` characters that Kubernetes takes for an object. It takes no underscores: each becomes a hyphen,
 * and a hash of the whole tells the name from that of another, which has hyphens there.
 */
export function objectName(max: number, name: string): string {
  const readable = name.replaceAll("_", "-");
  return readable === name ? bounded(max, "-", name) : bounded(max, "-", readable, hashOf(name));
}

/** Length of the random suffix that a stack adds to names on shared servers, separator included. */
const SUFFIX = 1 + 8;

/**
 * Every name that is derived from the slug of an instance.
 *
 * Names on shared servers are stems: the instance adds {@link suffixed} random digits that only the state of its
 * stack knows. So an object of that name can only be its own, also when the engine was killed before it could
 * record the object, and an instance that is removed and added again never meets what is left of the old one.
 */
export interface InstanceNames {
  /** At most 63 characters, a DNS label: [RFC 1123](https://www.rfc-editor.org/rfc/rfc1123). */
  readonly namespace: string;
  /** Name that Argo CD's Application and AppProject are made with, at most 63 characters. */
  readonly application: string;
  /** Stem of the MySQL and MongoDB user: MySQL takes 32 characters. */
  readonly databaseUser: string;
  /** Stem of the MySQL database: MySQL takes 64 characters, with each underscore escaped in a grant. */
  readonly mysqlDatabase: string;
  /** Stem of MongoDB's main database: MongoDB takes 63 bytes. */
  readonly mongodbDatabase: string;
  /** Stem of MongoDB's forum database. */
  readonly forumDatabase: string;
  /** Stem of the bucket: S3 takes 63 characters. */
  readonly bucket: string;
  /** Stem of the bucket whose objects everybody may read. */
  readonly publicBucket: string;
  /**
   * User of a shared Redis. With an underscore behind it, it begins the names of all that the instance has there and in a
   * shared Meilisearch, and of nothing that another has: names of clusters and slugs have no underscore.
   */
  readonly sharedUser: string;
  /** Stem of the user whose key reaches the bucket: IAM takes 64 characters. */
  readonly storageUser: string;
}

/**
 * @param cluster `cluster.name` of the settings
 * @param environment of the instance; part of Argo CD's names only
 * @param slug of the instance, lower case letters, digits and hyphens
 */
export function instanceNames(cluster: string, environment: string, slug: string): InstanceNames {
  const underscored = [cluster, slug].map((part) => part.replaceAll("-", "_"));
  return {
    namespace: bounded(63, "-", slug),
    application: bounded(63, "-", slug, environment),
    databaseUser: bounded(32 - SUFFIX, "_", ...underscored),
    mysqlDatabase: grantable(...underscored, "openedx"),
    mongodbDatabase: bounded(63 - SUFFIX, "_", ...underscored, "openedx"),
    forumDatabase: bounded(63 - SUFFIX, "_", ...underscored, "forum"),
    bucket: bounded(63 - SUFFIX, "-", cluster, slug, "openedx"),
    publicBucket: bounded(63 - SUFFIX, "-", cluster, slug, "public"),
    // Hyphens stay: the one underscore tells the name of the cluster from the slug.
    sharedUser: `${cluster}_${slug}`,
    storageUser: bounded(64 - SUFFIX, "-", cluster, slug),
  };
}

/** Stems of what a plugin of an instance has on the MySQL server. */
export interface PluginDatabaseNames {
  /** MySQL takes 32 characters. */
  readonly user: string;
  /** MySQL takes 64 characters, with each underscore escaped in a grant. */
  readonly database: string;
}

/**
 * A second underscore stands before the plugin, so that `notes` of the instance `history` is another name than that of an
 * instance `history-notes`.
 *
 * @param plugin lower-case letters, digits and underscores
 */
export function pluginDatabaseNames(
  cluster: string,
  slug: string,
  plugin: string,
): PluginDatabaseNames {
  const parts = [...[cluster, slug].map((part) => part.replaceAll("-", "_")), `_${plugin}`];
  return {
    user: bounded(32 - SUFFIX, "_", ...parts),
    database: grantable(...parts),
  };
}

/**
 * A stem of a MySQL database that can be granted. A grant escapes each underscore, and MySQL counts the escapes too: a
 * longer pattern is refused with "ERROR 1059: Identifier name is too long", after the database has been made.
 */
function grantable(...parts: readonly string[]): string {
  const granted = (stem: string): string =>
    suffixed(stem, "_", "0".repeat(HASH_LENGTH)).replaceAll("_", "\\_");
  let max = 64 - SUFFIX;
  while (granted(bounded(max, "_", ...parts)).length > 64) max -= 1;
  return bounded(max, "_", ...parts);
}

/**
 * Name of a data server that a stack makes on DigitalOcean: at most 30 characters, which it is known to take. Where the
 * name of the cluster is long, a hash tells its servers apart.
 */
export const serverName = (cluster: string, engine: string): string =>
  bounded(30, "-", cluster, engine);

/** A stem with the digits that make it the stack's own. */
export const suffixed = (stem: string, separator: "-" | "_", suffix: string): string =>
  `${stem}${separator}${suffix}`;
