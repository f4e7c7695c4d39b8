import { z } from "zod";
import { databaseMaintenance, databaseSize } from "./digitalocean-common";
import { MONGODB_VERSION, mongodbVersion } from "./mongodb-common";
import { serverProtection } from "./mysql-common";
import { serverNetwork } from "./network";
import { section, text } from "./text";

/** What a server that the stack makes has where the settings do not say. Tutor's own MongoDB is 7.0. */
export const DIGITALOCEAN_MONGODB = { nodes: 3, version: "7" } as const;

export const digitaloceanMongodb = section({
  kind: z
    .literal("digitalocean")
    .describe(
      "`digitalocean`: a managed MongoDB server of DigitalOcean, which the stack makes in the network of a cluster of kind " +
        "`digitalocean`, or one that exists; databases and users are made by DigitalOcean's API. See docs/clouds.md.",
    ),
  existing: text(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "the name of a managed MongoDB server, as `doctl databases list` shows it",
  )
    .optional()
    .describe(
      "Only for `digitalocean`, instead of `size`: name of a server that exists. It is used and never deleted.",
    ),
  size: databaseSize("mongodb")
    .optional()
    .describe(
      "For `digitalocean`: slug of a database size, as `doctl databases options slugs --engine mongodb` lists them. Needed " +
        "where the stack makes the server.",
    ),
  // A replica set needs a majority: https://docs.digitalocean.com/products/databases/mongodb/details/limits/
  nodes: z
    .literal([1, 3], "1 or 3")
    .optional()
    .meta({ default: DIGITALOCEAN_MONGODB.nodes })
    .describe("For `digitalocean`: how many servers there are, 1 or 3."),
  version: mongodbVersion()
    .optional()
    .meta({ default: DIGITALOCEAN_MONGODB.version })
    .describe(MONGODB_VERSION),
  maintenance: databaseMaintenance
    .optional()
    .describe("Only for `digitalocean`: when it brings what needs a restart."),
  network: serverNetwork
    .optional()
    .describe(
      "Where pods reach the server. Only with `existing`: the range of the network that it is in.",
    ),
  deletionProtection: serverProtection,
});
