import { z } from "zod";
import { databaseMaintenance, databaseSize } from "./digitalocean-common";
import { MONGODB_VERSION, mongodbVersion } from "./mongodb-common";
import { serverProtection } from "./mysql-common";
import { serverNetwork } from "./network";
import { section, text } from "./text";

const kind = z
  .literal("digitalocean")
  .describe(
    "`digitalocean`: a managed MongoDB server of DigitalOcean, which the stack makes in the network of a cluster of kind " +
      "`digitalocean`, or one that exists; databases and users are made by DigitalOcean's API. See docs/clouds.md.",
  );

export const digitaloceanMongodb = section({
  kind,
  size: databaseSize("mongodb").describe(
    "For `digitalocean`: slug of a database size, as `doctl databases options slugs --engine mongodb` lists them.",
  ),
  // A replica set needs a majority: https://docs.digitalocean.com/products/databases/mongodb/details/limits/
  nodes: z
    .literal([1, 3], "1 or 3")
    .default(3)
    .describe("For `digitalocean`: how many servers there are, 1 or 3."),
  // Tutor's own MongoDB is 7.0.
  version: mongodbVersion().default("7").describe(MONGODB_VERSION),
  maintenance: databaseMaintenance
    .prefault({})
    .describe("Only for `digitalocean`: when it brings what needs a restart."),
  deletionProtection: serverProtection,
});

export const existingDigitaloceanMongodb = section({
  kind,
  existing: text(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "the name of a managed MongoDB server, as `doctl databases list` shows it",
  ).describe(
    "For `digitalocean`: name of a server that is there already, instead of all that one to be made has. It is used and never deleted.",
  ),
  network: serverNetwork.describe(
    "With `existing`: where pods reach the server, which is the range of the network that it is in.",
  ),
});
