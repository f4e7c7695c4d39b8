import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AccessOptions, MysqlAccess, MysqlServer, PlacedData } from "../data/contract";
import type { InstancePlan, PlannedDatabase } from "./plan";
import type { Seed } from "./seed";
import type { InstanceSettings } from "./settings";

export interface PluginDatabaseArgs {
  readonly plan: InstancePlan;
  readonly settings: Pick<InstanceSettings, "rotation" | "deletionProtection">;
  readonly seed: Seed;
  readonly mysql: MysqlServer;
  /** Adds the digits that make a stem the stack's own. */
  readonly named: (stem: string, separator: "_") => pulumi.Output<string>;
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

/**
 * Makes a database for a plugin, and then a user of its own for it, on the same server and rules as the instance's.
 */
export function createPluginDatabase(
  slug: string,
  { plugin, names }: PlannedDatabase,
  { plan, settings, seed, mysql, named }: PluginDatabaseArgs,
  opts: AccessOptions,
): PlacedData<PluginDatabase> {
  const placed = mysql.createDatabases(
    // A plugin has no hyphen in its name, so this is never the name of another instance's access.
    `${slug}-mysql-${plugin}`,
    {
      databases: [named(names.database, "_")],
      user: named(names.user, "_"),
      password: seed.password(`mysql/${plugin}`, settings.rotation.mysql),
      owner: plan.owner,
    },
    opts,
  );
  const grantAccess = (after: readonly pulumi.Resource[]): PluginDatabase => {
    const access = placed.grantAccess(after);
    // A database that the settings no longer name is kept, and the change refused.
    const closed = settings.deletionProtection;
    return {
      plugin,
      database: access.databases.apply(([name]) => name ?? ""),
      user: access.user,
      password: access.password,
      granted: [lockDatabase(slug, plugin, { access, closed, parent: opts.parent })],
    };
  };
  return { data: placed.data, grantAccess };
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
