import type * as random from "@pulumi/random";
import type { KubernetesCluster } from "./cluster/contract";
import type { OperatorNamespace } from "./data/contract";
import { createMongodb } from "./data/mongodb/create-mongodb";
import { createMysql } from "./data/mysql/create-mysql";
import { createStorage } from "./data/storage/create-storage";
import type { ProgramSecrets, ProgramSettings } from "./settings";

export interface ServersArgs {
  readonly cluster: KubernetesCluster;
  /** @default - none is needed */
  readonly operator?: OperatorNamespace;
  /** Whether an instance on them is protected from deletion, which keeps their kinds from being changed. */
  readonly carriesProtected: boolean;
  readonly random: random.Provider;
}

/** The data servers of a stack, which its instances share. */
export type Servers = ReturnType<typeof createServers>;

/** Makes or finds the data servers that the settings ask for. */
export function createServers(
  settings: ProgramSettings,
  secrets: ProgramSecrets,
  { cluster, ...args }: ServersArgs,
) {
  const { clusterName, aws, digitalocean } = cluster;
  const where = { ...args, clusterName, aws, digitalocean };
  const mysql = createMysql("mysql", {
    ...where,
    settings: settings.mysql,
    adminPassword: secrets.mysqlAdminPassword,
  });
  const mongodb = createMongodb("mongodb", {
    ...where,
    settings: settings.mongodb,
    adminPassword: secrets.mongodbAdminPassword,
  });
  const storage = createStorage("storage", {
    ...args,
    settings: settings.storage,
    givenKeys: secrets.storageKeys,
  });
  return { mysql, mongodb, storage };
}
