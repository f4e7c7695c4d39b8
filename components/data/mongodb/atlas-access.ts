import * as mongodbatlas from "@pulumi/mongodbatlas";
import * as pulumi from "@pulumi/pulumi";
import type { AccessOptions, MongoAccess, MongoAccessArgs } from "../contract";
import type { AtlasSettings } from "../settings";

export interface AtlasAccessArgs extends MongoAccessArgs {
  readonly settings: AtlasSettings;
}

/** Where the user hangs, and the API that makes it. */
export interface AtlasAccessOptions extends AccessOptions {
  readonly provider: mongodbatlas.Provider;
}

/** Makes one user that may read and write the given databases of one cluster, and nothing else of the project. */
export function grantAtlasAccess(
  name: string,
  args: AtlasAccessArgs,
  opts: AtlasAccessOptions,
): MongoAccess {
  const { settings, password } = args;
  const user = new mongodbatlas.DatabaseUser(
    `${name}-user`,
    {
      projectId: settings.projectId,
      authDatabaseName: "admin",
      username: args.user,
      password,
      roles: args.databases.map((databaseName) => ({ roleName: "readWrite", databaseName })),
      // Users belong to the project; without a scope this one could log in to every cluster of it.
      scopes: [{ name: settings.clusterName, type: "CLUSTER" }],
    },
    // Atlas knows a user by project and name, so the new one cannot be made beside the old one.
    { ...opts, deleteBeforeReplace: true },
  );
  return {
    host: pulumi.output(settings.host),
    user: user.username,
    password,
    databases: pulumi.all([user.id, ...args.databases]).apply(([, ...databases]) => databases),
    granted: [user],
  };
}
