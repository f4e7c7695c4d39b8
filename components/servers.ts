import type { KubernetesCluster } from "./cluster/contract";
import type { OperatorNamespace } from "./data/contract";
import { createMongodb } from "./data/mongodb/create-mongodb";
import { createMysql } from "./data/mysql/create-mysql";
import { createStorage } from "./data/storage/create-storage";
import type { ProgramSecrets, ProgramSettings } from "./settings";
import type { PinArgs } from "./shared/lock";

export interface ServersArgs extends PinArgs {
  readonly cluster: KubernetesCluster;
  /** @default - none is needed */
  readonly operator?: OperatorNamespace;
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
