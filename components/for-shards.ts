import * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster } from "./cluster/contract";
import type { MongoServer, MysqlServer } from "./data/contract";
import type { ProgramSecrets, ShardsSettings } from "./settings";

/** The secrets that shards have of their first stack, where it has them. */
export type SecretsForShards = Readonly<
  Partial<
    Record<
      | "kubeconfig"
      | "mysqlAdminPassword"
      | "registryCredentials"
      | "meilisearchMasterKey"
      | "smtpPassword",
      string
    >
  >
>;

/** What a stack tells its shards: all that their own files do not say. */
export interface ForShards {
  /** Names of the stacks that it is for. */
  readonly shards: readonly string[];
  /** As in a stack file; what this stack has made is in it as what exists. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly secrets: SecretsForShards;
}

/** @returns one secret: who cannot decrypt it has nothing, instead of something that looks like an answer */
export const forShards = (
  { names, values }: ShardsSettings,
  made: {
    readonly cluster: KubernetesCluster;
    readonly mysql: MysqlServer;
    readonly mongodb: MongoServer;
    readonly secrets: ProgramSecrets;
  },
): pulumi.Output<ForShards> => {
  const { cluster, mysql, mongodb, secrets } = made;
  const told = pulumi.secret({
    shards: names,
    values: {
      ...values,
      cluster: cluster.asFound,
      mysql: mysql.asFound,
      mongodb: mongodb.asFound,
    },
    secrets: {
      kubeconfig: cluster.outputs?.kubeconfig ?? secrets.kubeconfig,
      mysqlAdminPassword: secrets.mysqlAdminPassword,
      registryCredentials: secrets.registryCredentials,
      meilisearchMasterKey: secrets.meilisearchMasterKey,
      smtpPassword: secrets.smtpPasswordForShards,
    },
  });
  return told.apply((known): ForShards => known);
};
