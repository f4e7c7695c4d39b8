import { z } from "zod";
import { serverNetwork } from "./network";
import { oneOf, section, server, unionError, webAddress, wholeNumber } from "./text";

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
    .describe("Only for `shared`: port of the server, and of its pods where it runs in the cluster."),
  network,
  login: oneOf(["instance", "none"])
    .default("instance")
    .describe(
      "Only for `shared`. `instance`: each instance logs in as a user that you make on the server, and that reaches its own " +
        "keys only. `none`: the server takes everybody, and every instance can read and delete what the others have.",
    ),
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
  network,
});

export const meilisearch = z
  .discriminatedUnion("kind", [own("Meilisearch"), sharedMeilisearch], { error: unionError })
  .describe("The Meilisearch that courses are found by. See docs/shared-services.md.");

const databaseNumber = (what: string, byDefault: number) =>
  wholeNumber(0, 1023)
    .optional()
    .describe(`Number of the database for ${what}, which nobody else has then. Without it: ${byDefault}, as for all.`);

export const instanceRedis = section({
  celeryDatabase: databaseNumber("tasks", 0),
  cacheDatabase: databaseNumber("caches", 1),
}).describe(
  "Databases of its own on a shared Redis. Without them instances are told apart by the prefix of their keys.",
);
