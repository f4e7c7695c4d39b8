import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AccessOptions, MysqlAccess, MysqlServer } from "../data/contract";
import type { InstancePlan, PlannedDatabase } from "./plan";
import type { Seed } from "./seed";

export interface PluginDatabasesArgs {
  readonly plan: InstancePlan;
  readonly seed: Seed;
  readonly mysql: MysqlServer;
  /** Adds the digits that make a stem the stack's own. */
  readonly named: (stem: string, separator: "_") => pulumi.Output<string>;
  /** Of the passwords. */
  readonly rotation: number;
  /** Whether a database that the settings no longer name is kept, and the change refused. */
  readonly protected: boolean;
}

/** The database of a plugin, and the login that reaches it and no other. */
export interface PluginDatabase {
  readonly plugin: string;
  readonly database: pulumi.Output<string>;
  readonly user: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** As that of {@link MysqlAccess}. */
  readonly granted: readonly pulumi.Resource[];
}

/** Makes a database and a user of its own for each plugin, on the same server and rules as the instance's. */
export const grantPluginDatabases = (
  slug: string,
  args: PluginDatabasesArgs,
  opts: AccessOptions,
): PluginDatabase[] =>
  args.plan.pluginDatabases.map((planned) => grantPluginDatabase(slug, planned, args, opts));

function grantPluginDatabase(
  slug: string,
  { plugin, names }: PlannedDatabase,
  { plan, seed, mysql, named, rotation, protected: closed }: PluginDatabasesArgs,
  opts: AccessOptions,
): PluginDatabase {
  const database = named(names.database, "_");
  const access = mysql.grantAccess(
    // A plugin has no hyphen in its name, so this is never the name of another instance's access.
    `${slug}-mysql-${plugin}`,
    {
      databases: [database],
      user: named(names.user, "_"),
      password: seed.password(`mysql/${plugin}`, rotation),
      owner: plan.owner,
    },
    opts,
  );
  return {
    plugin,
    database: access.databases.apply(([name]) => name ?? ""),
    user: access.user,
    password: access.password,
    granted: [lockDatabase(slug, plugin, { access, closed, parent: opts.parent })],
  };
}

/**
 * Keeps the engine from deleting the database and its user while `closed`: a word less in a list would take a plugin's
 * data, and the lock of the instance does not see it. Its name is what the refusal shows.
 */
const lockDatabase = (
  slug: string,
  plugin: string,
  args: {
    readonly access: MysqlAccess;
    readonly closed: boolean;
    readonly parent: pulumi.Resource;
  },
): random.RandomId =>
  new random.RandomId(
    `${slug}-database-${plugin}-is-protected-set-deletionProtection-false-and-up-first`,
    { byteLength: 1 },
    { parent: args.parent, protect: args.closed, dependsOn: [...args.access.granted] },
  );
