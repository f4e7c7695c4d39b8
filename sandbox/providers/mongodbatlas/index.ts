import { join } from "node:path";
import type { StandIn } from "../contract";
import { installedVersion } from "../installed-version";
import type { Atlas } from "./atlas";
import { atlasKinds } from "./cloud";
import { databaseUser } from "./database-user";
import { userRecords } from "./user-records";

/**
 * Stand-in for `@pulumi/mongodbatlas`: a record of each database user, and behind it a MongoDB server that lets in
 * this user alone; clusters and endpoints are entries of a file. It asks for no keys, as nothing of Atlas is spoken to.
 *
 * @param directory - folder of the sandbox, in which the records of the users have a folder of their own
 */
export const standIn = (servers: Atlas["servers"], directory: string): StandIn<Atlas> => ({
  package: "mongodbatlas",
  version: installedVersion("@pulumi/mongodbatlas"),
  configure: () => ({ records: userRecords(join(directory, "atlas-users")), servers }),
  resources: { "mongodbatlas:index/databaseUser:DatabaseUser": databaseUser },
  otherResource: atlasKinds(directory),
});

/** What the sandbox's report says about this stand-in. */
export const simulated: readonly string[] = [
  "MongoDB Atlas: roles and scopes are checked for their form, not enforced; each user has a FerretDB of its own.",
  "MongoDB Atlas: clusters that a stack makes, their backups and private endpoints are entries of a file. Their inputs are checked for " +
    "the names and kinds that the SDK declares; their addresses are made up, and lead nowhere.",
  "MongoDB Atlas: deleting a user deletes its FerretDB with all data; Atlas deletes the user and keeps the databases.",
];
