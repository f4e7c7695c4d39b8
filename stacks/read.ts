import { z } from "zod";
import type { InstanceSettings } from "../components/instance/settings";
import { BUILT_IN_SIZE_NAMES } from "./built-in-sizes";
import { problemsOf } from "./issues";
import type { Problem } from "./problems";
import { type Source, sourcesOf } from "./origins";
import { NO_HOSTS, readableHosts, type ReadableHosts } from "./read-hosts";
import { resolveInstance } from "./resolve";
import * as schema from "./schema/instances";
import { stackSchema } from "./schema/stack";
import { bucketDefaults } from "./schema/storage";

/**
 * What of a stack file can be read, each part by itself, so that a mistake in one part does not hide those in others.
 * A section with a mistake is undefined, and the mistake is one of `problems`.
 */
export type ReadableStack = ReturnType<typeof readStack>;

/** What of an entry of `openedx:instances` can be read. */
export interface ReadableInstance extends ReadableHosts {
  readonly index: number;
  readonly slug?: string;
  readonly size?: string;
  /** With all that it inherits; undefined if there is a mistake in the entry or in what it inherits from. */
  readonly settings?: InstanceSettings;
  /** Where its settings come from, the strongest first; none where `settings` is undefined. */
  readonly sources: readonly Source[];
}

/** What stands under each key of a stack file, without the prefix `openedx:` and without secrets. */
export type StackValues = Readonly<Record<string, unknown>>;

export function readStack(values: StackValues) {
  const problems: Problem[] = [];

  function read<Schema extends z.ZodType>(section: string, its: Schema) {
    const value = values[section];
    const { data, error } = its.safeParse(value);
    if (error) problems.push(...problemsOf(section, value, error.issues));
    return data;
  }

  const { shape } = stackSchema;
  const sections = {
    cluster: read("cluster", shape.cluster),
    mysql: read("mysql", shape.mysql),
    mongodb: read("mongodb", shape.mongodb),
    storage: read("storage", shape.storage),
    redis: read("redis", shape.redis),
    meilisearch: read("meilisearch", shape.meilisearch),
    gitops: read("gitops", shape.gitops),
    platform: read("platform", shape.platform),
    registry: read("registry", shape.registry),
    defaults: read("defaults", shape.defaults),
    sizes: read("sizes", shape.sizes),
    deletionProtection: read("deletionProtection", shape.deletionProtection),
    shards: read("shards", shape.shards),
    maxInstances: read("maxInstances", shape.maxInstances),
  };
  read("instances", shape.instances);

  const { cluster, gitops, defaults, sizes, storage = bucketDefaults } = sections;
  const { redis = OWN, meilisearch = OWN } = sections;
  const inherited = cluster &&
    gitops &&
    defaults &&
    sizes && { cluster, gitops, defaults, sizes, storage, redis, meilisearch };
  const instances = z
    .array(z.unknown())
    .catch([])
    .parse(values.instances)
    .map((value, index): ReadableInstance => {
      const { data: entry } = schema.instance.safeParse(value);
      const settings = entry && inherited && resolveInstance(entry, inherited);
      const sources = entry && inherited ? sourcesOf(entry, index, inherited) : [];
      return { index, ...readableEntry.parse(value), settings, sources };
    });
  const { data: ownSizes = [] } = z
    .record(z.string(), z.unknown())
    .transform(Object.keys)
    .safeParse(values.sizes);
  const sizeNames = [...new Set([...BUILT_IN_SIZE_NAMES, ...ownSizes])];
  return { ...sections, sizeNames, instances, problems };
}

/** Each instance has one for itself. */
const OWN = { kind: "own" } as const;

/** Takes what is right and leaves the rest out. */
const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const readableEntry = z
  .object({
    slug: lenient(schema.instance.shape.slug),
    size: lenient(schema.instance.shape.size),
    ...readableHosts,
  })
  .catch(NO_HOSTS);
