import { z } from "zod";
import { caCertificate } from "./certificate";
import { atlas, MONGODB_HOST } from "./mongodb-atlas";
import { digitaloceanMongodb, existingDigitaloceanMongodb } from "./mongodb-digitalocean";
import { serverNetwork } from "./network";
import { oneOf, orExisting, section, server, text, unionError, wholeNumber } from "./text";

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

const plain = z.discriminatedUnion(
  "kind",
  [
    atlas,
    digitaloceanMongodb,
    z.discriminatedUnion("access", [externalMongoInCluster], { error: unionError }),
  ],
  { error: unionError },
);

const existing = z.discriminatedUnion("kind", [existingDigitaloceanMongodb], { error: unionError });

export const mongodb = orExisting(plain, existing).describe(
  "The shared MongoDB server; each instance gets its own user and two databases on it.",
);
