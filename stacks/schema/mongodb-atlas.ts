import { z } from "zod";
import { MONGODB_VERSION, mongodbVersion } from "./mongodb-common";
import { serverProtection } from "./mysql-common";
import { mongodbNetwork } from "./network";
import { mongodbAddress, section, text, wholeNumber } from "./text";

export const MONGODB_HOST =
  "The address that instances connect to, for example `mongodb+srv://campus.abc12.mongodb.net`; for `external`, the name or " +
  "IPv4 address of the server, or of one member of the replica set.";

/** What a cluster that the stack makes has where the settings do not say. Tutor's own MongoDB is 7.0. */
export const ATLAS_CLUSTER = { nodes: 3, version: "7", backupDays: 35 } as const;

export const ATLAS_NAME = "the name of the Atlas cluster: at most 64 letters, digits and hyphens";

export const atlas = section({
  kind: z
    .literal("atlas")
    .describe(
      "`atlas`: a MongoDB Atlas cluster that exists, with `clusterName` and `host`, or one that the stack makes beside a " +
        "cluster of kind `aws`, with `size`. The API keys come from MONGODB_ATLAS_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY.",
    ),
  projectId: text(/^[0-9a-f]{24}$/, "24 hexadecimal digits in lower case").describe(
    "Id of the Atlas project: 24 hexadecimal digits, in quotes.",
  ),
  clusterName: text(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/, ATLAS_NAME)
    .optional()
    .describe(
      "Name of the Atlas cluster that exists, which is used and never deleted; users may log in to this one only.",
    ),
  host: mongodbAddress().optional().describe(MONGODB_HOST),
  network: mongodbNetwork
    .optional()
    .describe(
      "Where pods reach the server; they reach no other. Without it: `host`, which must then be one or more addresses.",
    ),
  // Smaller ones have neither private endpoints nor backups: https://www.mongodb.com/docs/atlas/reference/free-shared-limitations/
  size: text(/^[MR][1-9][0-9]{1,2}$/, "an Atlas cluster tier from M10 on, for example M30")
    .optional()
    .describe(
      "For `atlas`: tier of the cluster that the stack makes, from `M10` on. Its storage grows by itself.",
    ),
  nodes: z
    .literal([3, 5, 7], "3, 5 or 7")
    .optional()
    .meta({ default: ATLAS_CLUSTER.nodes })
    .describe("For `atlas`: how many nodes a cluster that is made has, 3, 5 or 7."),
  version: mongodbVersion()
    .optional()
    .meta({ default: ATLAS_CLUSTER.version })
    .describe(MONGODB_VERSION),
  backupDays: wholeNumber(2, 365)
    .optional()
    .meta({ default: ATLAS_CLUSTER.backupDays })
    .describe("Only for `atlas`: how many days daily backups of a cluster that is made are kept."),
  deletionProtection: serverProtection,
});
