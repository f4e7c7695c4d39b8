import type { z } from "zod";
import { cluster } from "./cluster";
import { mongodb, mysql } from "./data";
import { defaults, gitops, instances, sizes } from "./instances";
import { platform, registry } from "./platform";
import { meilisearch, redis } from "./services";
import { storage } from "./storage";
import { section } from "./text";

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
  instances,
});

export type StackFile = z.output<typeof stackSchema>;
