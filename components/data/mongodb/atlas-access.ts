import * as mongodbatlas from "@pulumi/mongodbatlas";
import * as pulumi from "@pulumi/pulumi";
import type { MongoAccess, MongoAccessArgs } from "../contract";
import type { AtlasSettings } from "../settings";

export interface AtlasAccessArgs extends MongoAccessArgs {
  readonly settings: AtlasSettings;
}

/** One database user that may read and write the given databases of one cluster, and nothing else of the project. */
export class AtlasAccess extends pulumi.ComponentResource implements MongoAccess {
  readonly host: pulumi.Output<string>;
  readonly user: pulumi.Output<string>;
  readonly password: pulumi.Output<string>;
  readonly databases: pulumi.Output<readonly string[]>;
  readonly granted: readonly pulumi.Resource[];

  constructor(name: string, args: AtlasAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("openedx:data:AtlasAccess", name, {}, opts);
    const { settings } = args;
    this.password = args.password;
    const user = new mongodbatlas.DatabaseUser(
      `${name}-user`,
      {
        projectId: settings.projectId,
        authDatabaseName: "admin",
        username: args.user,
        password: this.password,
        roles: args.databases.map((databaseName) => ({ roleName: "readWrite", databaseName })),
        // Users belong to the project; without a scope this one could log in to every cluster of it.
        scopes: [{ name: settings.clusterName, type: "CLUSTER" }],
      },
      // Atlas knows a user by project and name, so the new one cannot be made beside the old one.
      { parent: this, deleteBeforeReplace: true },
    );
    this.granted = [user];
    this.host = pulumi.output(settings.host);
    this.user = user.username;
    this.databases = pulumi
      .all([user.id, ...args.databases])
      .apply(([, ...databases]) => databases);
    this.registerOutputs({ user: this.user });
  }
}
