import * as mongodbatlas from "@pulumi/mongodbatlas";
import * as pulumi from "@pulumi/pulumi";
import { pin, type PinArgs } from "../../shared/lock";
import type { AccessOptions, MongoAccess, MongoAccessArgs, MongoServer } from "../contract";

/** A cluster on Atlas, whoever made it. */
export interface AtlasCluster {
  readonly projectId: string;
  /** Resolves when the cluster is there. */
  readonly clusterName: pulumi.Input<string>;
  /** The address that instances connect to. */
  readonly host: pulumi.Input<string>;
  readonly provider: mongodbatlas.Provider;
}

/** Atlas' API, whose keys come from the environment of each run, for a cluster that is not exchanged for another one. */
export function createAtlasProvider(
  name: string,
  {
    kind,
    projectId,
    clusterName,
  }: { readonly kind: string; readonly projectId: string; readonly clusterName: string },
  args: PinArgs,
  parent: pulumi.Resource,
): mongodbatlas.Provider {
  const pinned = pin(`${name}-kind`, { kind, projectId, clusterName }, args);
  return new mongodbatlas.Provider(`${name}-atlas`, {}, { parent, dependsOn: [pinned] });
}

/** Grants access by Atlas' API, which has nothing that makes or drops a database. */
export const atlasDatabases =
  (cluster: AtlasCluster): MongoServer["createDatabases"] =>
  (name, args, { parent }) => ({
    data: [],
    grantAccess: (after) => grant(name, args, cluster, { parent, dependsOn: [...after] }),
  });

/** Makes one user that may read and write the given databases of one cluster, and nothing else of the project. */
function grant(
  name: string,
  { databases, user: username, password }: MongoAccessArgs,
  { projectId, clusterName, host, provider }: AtlasCluster,
  opts: AccessOptions,
): MongoAccess {
  const user = new mongodbatlas.DatabaseUser(
    `${name}-user`,
    {
      projectId,
      authDatabaseName: "admin",
      username,
      password,
      roles: databases.map((databaseName) => ({ roleName: "readWrite", databaseName })),
      // Users belong to the project; without a scope this one could log in to every cluster of it.
      scopes: [{ name: clusterName, type: "CLUSTER" }],
    },
    // Atlas knows a user by project and name, so the new one cannot be made beside the old one.
    { ...opts, provider, deleteBeforeReplace: true },
  );
  return {
    host: pulumi.output(host),
    user: user.username,
    password,
    databases: pulumi.all([user.id, ...databases]).apply(([, ...known]) => known),
    granted: [user],
  };
}
