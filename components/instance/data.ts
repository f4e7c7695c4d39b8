import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type {
  AccessOptions,
  Bucket,
  MongoAccess,
  MongoServer,
  MysqlAccess,
  MysqlServer,
  ObjectStorage,
  PlacedData,
} from "../data/contract";
import { suffixed } from "../shared/names";
import type { InstancePlan } from "./plan";
import { createPluginDatabase, type PluginDatabase } from "./plugin-databases";
import type { Seed } from "./seed";
import type { InstanceSettings } from "./settings";

/** What an instance has on the shared data servers. */
export interface InstanceData {
  readonly mysql: MysqlAccess;
  readonly mongodb: MongoAccess;
  readonly bucket: Bucket;
  readonly plugins: readonly PluginDatabase[];
}

export interface InstanceDataArgs {
  readonly plan: InstancePlan;
  readonly settings: InstanceSettings;
  readonly seed: Seed;
  readonly namespace: pulumi.Resource;
  readonly mysql: MysqlServer;
  readonly mongodb: MongoServer;
  readonly storage: ObjectStorage;
}

/** Adds the digits that make a stem the stack's own. */
type Named = (stem: string, separator: "-" | "_") => pulumi.Output<string>;

/**
 * Makes databases and buckets, and then the ways in.
 *
 * Each of the data hangs on what was made before it, and all ways in on the last. So a removal takes away every way in,
 * then the data one by one, then the namespace; whatever fails, all that comes after it stays.
 */
export function createData(
  slug: string,
  args: InstanceDataArgs,
  { parent }: { readonly parent: pulumi.Resource },
): InstanceData {
  const { hex } = new random.RandomId(`${slug}-suffix`, { byteLength: 4 }, { parent });
  const named: Named = (stem, separator) =>
    hex.apply((suffix) => suffixed(stem, separator, suffix));
  let last: readonly pulumi.Resource[] = [args.namespace];
  const next = <Access>(place: (opts: AccessOptions) => PlacedData<Access>): PlacedData<Access> => {
    const placed = place({ parent, dependsOn: [...last] });
    if (placed.data.length > 0) last = placed.data;
    return placed;
  };
  const bucket = next((opts) => createBucket(slug, args, named, opts));
  const mongodb = next((opts) => createMongoDatabases(slug, args, named, opts));
  const mysql = next((opts) => createMysqlDatabase(slug, args, named, opts));
  const plugins = args.plan.pluginDatabases.map((planned) =>
    next((opts) => createPluginDatabase(slug, planned, { ...args, named }, opts)),
  );
  return {
    mysql: mysql.grantAccess(last),
    mongodb: mongodb.grantAccess(last),
    bucket: bucket.grantAccess(last),
    plugins: plugins.map((each) => each.grantAccess(last)),
  };
}

const createBucket = (
  slug: string,
  { plan, settings, storage }: InstanceDataArgs,
  named: Named,
  opts: AccessOptions,
): PlacedData<Bucket> =>
  storage.createBucket(
    `${slug}-storage`,
    {
      instance: slug,
      bucket: named(plan.names.bucket, "-"),
      publicBucket: named(plan.names.publicBucket, "-"),
      user: named(plan.names.storageUser, "-"),
      tags: plan.tags,
      origins: plan.origins,
      settings: settings.storage,
      keyRotation: settings.rotation.storage,
      protected: settings.deletionProtection,
    },
    opts,
  );

const createMongoDatabases = (
  slug: string,
  { plan, settings, seed, mongodb }: InstanceDataArgs,
  named: Named,
  opts: AccessOptions,
): PlacedData<MongoAccess> =>
  mongodb.createDatabases(
    `${slug}-mongodb`,
    {
      databases: [named(plan.names.mongodbDatabase, "_"), named(plan.names.forumDatabase, "_")],
      user: named(plan.names.databaseUser, "_"),
      password: seed.password("mongodb", settings.rotation.mongodb),
      owner: plan.owner,
    },
    opts,
  );

const createMysqlDatabase = (
  slug: string,
  { plan, settings, seed, mysql }: InstanceDataArgs,
  named: Named,
  opts: AccessOptions,
): PlacedData<MysqlAccess> =>
  mysql.createDatabases(
    `${slug}-mysql`,
    {
      databases: [named(plan.names.mysqlDatabase, "_")],
      user: named(plan.names.databaseUser, "_"),
      password: seed.password("mysql", settings.rotation.mysql),
      owner: plan.owner,
    },
    opts,
  );
