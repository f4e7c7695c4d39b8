import type { InstanceSettings } from "../components/instance/settings";
import type { InstanceEntry } from "./schema/instances";
import type { StackFile } from "./schema/stack";

/** What Tutor gives the one Redis of an instance, and what all have that say nothing. */
export const REDIS_DATABASES = { celeryDatabase: 0, cacheDatabase: 1 } as const;

/** The services that an instance has for itself or shares, with what it says of them. */
export const resolveServices = (
  entry: Pick<InstanceEntry, "redis">,
  { redis, meilisearch }: Pick<StackFile, "redis" | "meilisearch">,
): Pick<InstanceSettings, "redis" | "meilisearch"> => ({
  redis: redis.kind === "own" ? redis : sharedRedis(entry, redis),
  meilisearch,
});

const sharedRedis = (
  entry: Pick<InstanceEntry, "redis">,
  { kind, host, port, network }: Extract<StackFile["redis"], { readonly kind: "shared" }>,
): InstanceSettings["redis"] => ({
  ...{ kind, host, port, network },
  ...REDIS_DATABASES,
  ...entry.redis,
});
