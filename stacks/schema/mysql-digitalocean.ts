import { z } from "zod";
import { databaseMaintenance, databaseSize } from "./digitalocean-common";
import { serverProtection } from "./mysql-common";
import { section, text, wholeNumber } from "./text";

/** Those of MySQL 8.4 itself: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_sql_mode */
const SQL_MODES = [
  "ONLY_FULL_GROUP_BY",
  "STRICT_TRANS_TABLES",
  "NO_ZERO_IN_DATE",
  "NO_ZERO_DATE",
  "ERROR_FOR_DIVISION_BY_ZERO",
  "NO_ENGINE_SUBSTITUTION",
];

const MODES = "SQL modes of MySQL in a list, such as [STRICT_TRANS_TABLES, NO_ENGINE_SUBSTITUTION]";

export const digitaloceanMysql = section({
  kind: z
    .literal("digitalocean")
    .describe(
      "`digitalocean`: a managed MySQL 8 server, which the stack makes in the network of a cluster of kind `digitalocean`; " +
        "workflows reach it from inside, and its administrator's password is generated. See docs/clouds.md.",
    ),
  size: databaseSize("mysql").describe(
    "For `digitalocean`: slug of a database size, as `doctl databases options slugs --engine mysql` lists them.",
  ),
  // One server and at most two more: https://docs.digitalocean.com/products/databases/mysql/details/limits/
  nodes: wholeNumber(1, 3)
    .default(2)
    .describe(
      "Only for `digitalocean`: how many servers there are; one is in use, and another takes over when it fails.",
    ),
  maintenance: databaseMaintenance
    .prefault({})
    .describe("Only for `digitalocean`: when it brings what needs a restart."),
  sqlMode: z
    .array(text(/^[A-Z_]{2,40}$/, MODES), MODES)
    .min(1, MODES)
    .default(SQL_MODES)
    .describe(
      "Only for `digitalocean`: SQL modes of the server. Without it: those of MySQL itself.",
    ),
  deletionProtection: serverProtection,
});
