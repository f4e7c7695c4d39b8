import { z } from "zod";
import { digitaloceanMysql } from "./mysql-digitalocean";
import { existingDigitaloceanMysql, existingRds } from "./mysql-existing";
import { rds } from "./mysql-rds";
import { mongodbNetwork, serverNetwork } from "./network";
import {
  orExisting,
  mongodbAddress,
  oneOf,
  section,
  server,
  text,
  unionError,
  wholeNumber,
} from "./text";

/** It is public. */
const caCertificate = text(
  /^(?:-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n*)+$/,
  "a certificate in PEM, all its lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE----- below `|`",
);

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

const MONGODB_HOST =
  "The address that instances connect to, for example `mongodb+srv://campus.abc12.mongodb.net`; for `external`, the name or " +
  "IPv4 address of the server, or of one member of the replica set.";

const atlas = section({
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

const externalMongoInCluster = section({
  kind: z
    .literal("external")
    .describe(
      "`external`: a MongoDB server that somebody else runs; it is used and never deleted.",
    ),
  access: z
    .literal("in-cluster")
    .describe(
      "Only for `external`: workflows connect to the server from inside the cluster; see docs/in-cluster-access.md.",
    ),
  host: server().describe(MONGODB_HOST),
  port: wholeNumber(1, 65_535).default(27_017).describe("Only for `external`: port of the server."),
  network: serverNetwork
    .optional()
    .describe(
      "Where pods reach the server; they reach no other. Without it: `host`, which must then be one or more addresses.",
    ),
  adminUser: text(/^[^\s@:/]{1,64}$/, "a MongoDB user name of at most 64 characters")
    .default("root")
    .describe(
      "Only for `external`: may create users and drop databases. Its password is the secret `openedx:mongodbAdminPassword`.",
    ),
  authSource: text(/^[A-Za-z0-9_-]{1,63}$/, "the name of a database")
    .default("admin")
    .describe(
      "Only for `external`: the database that keeps the users, the administrator's and the instances'.",
    ),
  replicaSet: text(/^[A-Za-z0-9._-]{1,64}$/, "the name of a replica set")
    .optional()
    .describe(
      "Only for `external`: name of the replica set that the server is a member of, so that the primary is found.",
    ),
  tls: oneOf(["verify", "off"])
    .default("verify")
    .describe(
      "Only for `external`. `verify`: TLS with a certificate of `caCertificate`, or of a public authority without it. `off`: no TLS.",
    ),
  caCertificate: caCertificate
    .optional()
    .describe(
      "Only for `external`: certificate of the authority that the server's certificate is of, in PEM.",
    ),
});

export const mongodb = z
  .discriminatedUnion(
    "kind",
    [atlas, z.discriminatedUnion("access", [externalMongoInCluster], { error: unionError })],
    { error: unionError },
  )
  .describe("The shared MongoDB server; each instance gets its own user and two databases on it.");
