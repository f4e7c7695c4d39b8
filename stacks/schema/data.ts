import { z } from "zod";
import { mongodbAddress, oneOf, section, server, text, unionError, wholeNumber } from "./text";

const externalMysqlDirect = section({
  kind: z
    .literal("external")
    .describe("A MySQL server that somebody else runs; it is used and never deleted."),
  access: z
    .literal("direct")
    .describe(
      "`direct`: Pulumi connects to the server itself, so it must be reachable from where Pulumi runs.",
    ),
  host: server().describe("Name or IPv4 address of the server."),
  port: wholeNumber(1, 65_535).default(3306).describe("Port of the server."),
  adminUser: text(/^[^\s@:/]{1,32}$/, "a MySQL user name of at most 32 characters")
    .default("root")
    .describe(
      "May create databases and users, and grant what it has. Its password is the secret `openedx:mysqlAdminPassword`.",
    ),
  tls: oneOf(["verify", "skip-verify", "off"])
    .default("verify")
    .describe(
      "`verify`: TLS with a certificate that the machine trusts. `skip-verify`: TLS with any certificate. `off`: no TLS.",
    ),
});

export const mysql = z
  .discriminatedUnion(
    "kind",
    [z.discriminatedUnion("access", [externalMysqlDirect], { error: unionError })],
    { error: unionError },
  )
  .describe("The shared MySQL server; each instance gets its own database and user on it.");

const atlas = section({
  kind: z
    .literal("atlas")
    .describe(
      "A MongoDB Atlas cluster that exists. The API keys come from MONGODB_ATLAS_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY.",
    ),
  projectId: text(/^[0-9a-f]{24}$/, "24 hexadecimal digits in lower case").describe(
    "Id of the Atlas project: 24 hexadecimal digits, in quotes.",
  ),
  clusterName: text(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/,
    "the name of the Atlas cluster: at most 64 letters, digits and hyphens",
  ).describe("Name of the Atlas cluster; users may log in to this one only."),
  host: mongodbAddress().describe(
    "The address that instances connect to, for example `mongodb+srv://campus.abc12.mongodb.net`.",
  ),
});

export const mongodb = z
  .discriminatedUnion("kind", [atlas], { error: unionError })
  .describe("The shared MongoDB server; each instance gets its own user and two databases on it.");
