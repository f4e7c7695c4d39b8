import { z } from "zod";
import { serverNetwork } from "./network";
import { section, text, wholeNumber } from "./text";

/** Servers that are there already: used, and never changed or deleted. */

export const existingRds = section({
  kind: z.literal("rds"),
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.Constraints
  existing: text(
    /^[a-z](?:-?[a-z0-9]){0,62}$/,
    "the identifier of an RDS instance in lower case, for example campus-mysql",
  ).describe(
    "For `rds`: identifier of a server in the cluster's region that is there already, instead of all that one to be made has. It " +
      "is used and never deleted; the password of its administrator is the secret `openedx:mysqlAdminPassword`. See docs/clouds.md.",
  ),
  port: wholeNumber(1, 65_535).default(3306).describe("Port of the server."),
  network: serverNetwork.describe(
    "With `existing`, for `rds`: where pods reach the server, which is the subnets that it may be in.",
  ),
});

export const existingDigitaloceanMysql = section({
  kind: z.literal("digitalocean"),
  existing: text(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "the name of a database cluster; `doctl databases list` lists them",
  ).describe(
    "For `digitalocean`: name of a server that is there already, in the network of the cluster or one that is connected to it. " +
      "It is used and never deleted.",
  ),
  network: serverNetwork
    .optional()
    .describe("With `existing`, for `digitalocean`, without it: the network of the cluster."),
});
