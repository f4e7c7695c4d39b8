import { z } from "zod";
import { caCertificate } from "./certificate";
import { digitaloceanMysql } from "./mysql-digitalocean";
import { existingDigitaloceanMysql, existingRds } from "./mysql-existing";
import { rds } from "./mysql-rds";
import { serverNetwork } from "./network";
import { orExisting, oneOf, section, server, text, unionError, wholeNumber } from "./text";

const externalMysqlKind = z
  .literal("external")
  .describe("A MySQL server that somebody else runs; it is used and never deleted.");

const externalMysqlServer = {
  host: server().describe("Name or IPv4 address of the server."),
  port: wholeNumber(1, 65_535).default(3306).describe("Port of the server."),
  network: serverNetwork
    .optional()
    .describe(
      "Where pods reach the server; they reach no other. Without it: `host`, which must then be an address.",
    ),
  adminUser: text(/^[^\s@:/]{1,32}$/, "a MySQL user name of at most 32 characters")
    .default("root")
    .describe(
      "May create databases and users, and grant what it has. Its password is the secret `openedx:mysqlAdminPassword`.",
    ),
};

const mysqlTls = oneOf(["verify", "skip-verify", "off"]).default("verify");

const externalMysqlDirect = section({
  kind: externalMysqlKind,
  access: z
    .literal("direct")
    .describe(
      "`direct`: Pulumi connects to the server itself, so it must be reachable from where Pulumi runs.",
    ),
  ...externalMysqlServer,
  tls: mysqlTls.describe(
    "`verify`: TLS with a certificate that the machine trusts. `skip-verify`: TLS with any certificate. `off`: no TLS.",
  ),
});

const externalMysqlInCluster = section({
  kind: externalMysqlKind,
  access: z
    .literal("in-cluster")
    .describe(
      "`in-cluster`: workflows connect to the server from inside the cluster; see docs/in-cluster-access.md.",
    ),
  ...externalMysqlServer,
  tls: mysqlTls.describe(
    "With `in-cluster`, `verify` needs `caCertificate`, and `off` still uses TLS if the server has it.",
  ),
  caCertificate: caCertificate
    .optional()
    .describe(
      "Only with `in-cluster`: certificate of the authority that the server's certificate is of, in PEM.",
    ),
});

const existingMysql = z.discriminatedUnion("kind", [existingRds, existingDigitaloceanMysql], {
  error: unionError,
});

const plainMysql = z.discriminatedUnion(
  "kind",
  [
    rds,
    digitaloceanMysql,
    z.discriminatedUnion("access", [externalMysqlDirect, externalMysqlInCluster], {
      error: unionError,
    }),
  ],
  { error: unionError },
);

export const mysql = orExisting(plainMysql, existingMysql).describe(
  "The shared MySQL server; each instance gets its own database and user on it.",
);
