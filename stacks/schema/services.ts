import { z } from "zod";
import { serverNetwork } from "./network";
import { section, server, unionError, webAddress, wholeNumber } from "./text";

const network = serverNetwork
  .optional()
  .describe(
    "Where pods reach the server, as for `openedx:mysql.network`. Not needed where it is a Service of the cluster, such as " +
      "`redis.data.svc.cluster.local`, nor where it is named by its address.",
  );

const own = (what: string) =>
  section({
    kind: z
      .literal("own")
      .describe(`\`own\` (the default): each instance has a ${what} in its namespace.`),
  });

const sharedRedis = section({
  kind: z.literal("shared").describe("`shared`: all use one that runs already."),
  host: server().describe("Only for `shared`: name or IPv4 address of the server."),
  port: wholeNumber(1, 65_535)
    .default(6379)
    .describe(
      "Only for `shared`: port of the server, and of its pods where it runs in the cluster.",
    ),
  network,
  databases: wholeNumber(2, 1024)
    .default(16)
    .describe("Only for `shared`: how many databases the server has, as its `databases` says."),
});

export const redis = z
  .discriminatedUnion("kind", [own("Redis"), sharedRedis], { error: unionError })
  .describe("The Redis that instances keep caches and tasks in. See docs/shared-services.md.");

const sharedMeilisearch = section({
  kind: z.literal("shared").describe("`shared`: all use one that runs already."),
  url: webAddress().describe(
    "Only for `shared`: address of the server as pods reach it, for example `http://meilisearch.search.svc.cluster.local:7700`.",
  ),
  publicUrl: webAddress().describe(
    "Only for `shared`: address of the same server as browsers reach it, which no instance serves.",
  ),
  network,
});

export const meilisearch = z
  .discriminatedUnion("kind", [own("Meilisearch"), sharedMeilisearch], { error: unionError })
  .describe("The Meilisearch that courses are found by. See docs/shared-services.md.");

const databaseNumber = (what: string, byDefault: number) =>
  // The first two are for those that say nothing.
  wholeNumber(2, 1023)
    .optional()
    .describe(
      `Number of the database for its ${what}, which no other has. Without it: ${byDefault}, which all share that say nothing.`,
    );

export const instanceRedis = section({
  celeryDatabase: databaseNumber("tasks", 0),
  cacheDatabase: databaseNumber("caches", 1),
}).describe(
  "Databases of its own on a shared Redis. With or without them, an instance reaches only keys that begin with its own prefix.",
);
