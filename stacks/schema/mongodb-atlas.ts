import { z } from "zod";
import { mongodbNetwork } from "./network";
import { mongodbAddress, section, text } from "./text";

export const MONGODB_HOST =
  "The address that instances connect to, for example `mongodb+srv://campus.abc12.mongodb.net`; for `external`, the name or " +
  "IPv4 address of the server, or of one member of the replica set.";

export const atlas = section({
  kind: z
    .literal("atlas")
    .describe(
      "`atlas`: a MongoDB Atlas cluster that exists. The API keys come from MONGODB_ATLAS_PUBLIC_KEY and " +
        "MONGODB_ATLAS_PRIVATE_KEY.",
    ),
  projectId: text(/^[0-9a-f]{24}$/, "24 hexadecimal digits in lower case").describe(
    "Id of the Atlas project: 24 hexadecimal digits, in quotes.",
  ),
  clusterName: text(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/,
    "the name of the Atlas cluster: at most 64 letters, digits and hyphens",
  ).describe("Name of the Atlas cluster; users may log in to this one only."),
  host: mongodbAddress().describe(MONGODB_HOST),
  network: mongodbNetwork
    .optional()
    .describe(
      "Where pods reach the server; they reach no other. Without it: `host`, which must then be one or more addresses.",
    ),
});
