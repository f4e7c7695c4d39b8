import type { z } from "zod";
import { anyCluster, cluster } from "./cluster";
import { mysql } from "./data";
import { defaults, gitops, instances, sizes } from "./instances";
import { mongodb } from "./mongodb";
import { platform, registry } from "./platform";
import { meilisearch, redis } from "./services";
import { shards } from "./shards";
import { storage } from "./storage";
import { flag, section, wholeNumber } from "./text";

/** What may stand in a stack file under `openedx:`, secrets aside. */
export const stackSchema = section({
  cluster,
  mysql,
  mongodb,
  storage,
  redis: redis.prefault({ kind: "own" }),
  meilisearch: meilisearch.prefault({ kind: "own" }),
  gitops,
  platform,
  registry: registry.optional(),
  defaults,
  sizes,
  deletionProtection: flag()
    .default(true)
    .describe(
      "`true`: cluster, servers and instances are protected from deletion as each of them says. `false`, to take the whole stack " +
        "down: none of them is, whatever they say; see docs/removing-an-instance.md.",
    ),
  shards,
  maxInstances: wholeNumber(1, 500)
    .default(50)
    .describe(
      "The most instances that this stack, and each of its shards, may have. All of a stack is written at every step of a run, " +
        "so more in one are slow: further ones go into a shard, see docs/shards.md.",
    ),
  instances,
});

/** The same as a stack file may have it, a shard's too, which has {@link SHARD_SECTIONS} only. */
export const anyStackSchema = stackSchema.extend({ cluster: anyCluster });

/** What a shard says itself. */
export const SHARD_SECTIONS = ["cluster", "deletionProtection", "instances"] as const;

export type StackFile = z.output<typeof stackSchema>;
