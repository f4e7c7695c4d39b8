import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import type { ClusterOutputs, KubernetesCluster } from "./cluster/contract";
import { createCluster } from "./cluster/create-cluster";
import type { MysqlOutputs } from "./data/contract";
import { forShards, type ForShards } from "./for-shards";
import type { InstanceOutputs } from "./instance/open-edx-instance";
import { createInstances } from "./instances";
import { lockAll } from "./locks";
import type { Platform } from "./platform/contract";
import { createPlatform, findPlatform } from "./platform/create-platform";
import { createServers } from "./servers";
import type { ProgramSecrets, ProgramSettings } from "./settings";
import { wholeStack } from "./shared/lock";
import { omitSourcePositions } from "./shared/source-positions";

/** What the stack shows after `up`. */
export interface ProgramOutputs {
  /** By slug. Nothing in it is secret. */
  readonly instances: Readonly<Record<string, InstanceOutputs>>;
  /** Secret. Only where Argo CD is installed by the stack. */
  readonly argocdAdminPassword?: pulumi.Output<string>;
  /** Only where the cluster is made by the stack. Nothing in it is secret. */
  readonly cluster?: ClusterOutputs;
  /** Only where a MySQL server is made by the stack that leaves something behind. Nothing in it is secret. */
  readonly mysql?: MysqlOutputs;
  /** Secret. Only where there are shards. */
  readonly forShards?: pulumi.Output<ForShards>;
}

/** Declares the whole stack: what the settings say, and nothing that they do not. */
export function program(settings: ProgramSettings, secrets: ProgramSecrets): ProgramOutputs {
  omitSourcePositions();
  const randomProvider = new random.Provider("random");
  const tlsProvider = new tls.Provider("tls");
  const carriesProtected =
    settings.shards !== undefined ||
    settings.instances.some((instance) => instance.deletionProtection);
  const shared = { carriesProtected, random: randomProvider };

  const cluster = createCluster("cluster", { ...shared, ...secrets, settings: settings.cluster });
  const providers = [cluster.provider, randomProvider, tlsProvider];
  const platform = platformOf(settings, cluster, providers);
  const { operator } = platform;
  const servers = createServers(settings, secrets, { ...shared, cluster, operator });
  const made = { cluster, platform, servers };
  const instances = createInstances(settings, secrets, made, { providers });

  const { mysql, mongodb, storage } = servers;
  const stack = wholeStack(
    [
      ...[cluster, mysql, mongodb].flatMap((server) => server.made ?? []),
      ...platform.made,
      ...[mysql, mongodb, storage],
      ...instances.map(({ application }) => application),
      // The provider of keys serves nothing in a stack without instances, and would go before a refusal.
      tlsProvider,
    ],
    { provider: randomProvider },
  );
  lockAll(settings, { cluster, mysql, mongodb, instances }, { stack, random: randomProvider });
  return {
    instances: Object.fromEntries(instances.map(({ slug, outputs }) => [slug, outputs])),
    ...(platform.adminPassword && { argocdAdminPassword: platform.adminPassword }),
    ...(cluster.outputs && { cluster: cluster.outputs }),
    ...(mysql.outputs && { mysql: mysql.outputs }),
    ...(settings.shards && {
      forShards: forShards(settings.shards, { cluster, mysql, mongodb, secrets }),
    }),
  };
}

/** What another stack has made where this one is a shard. */
function platformOf(
  settings: ProgramSettings,
  { clusterName, provider }: KubernetesCluster,
  providers: pulumi.ProviderResource[],
): Platform {
  const { platform, mysql, mongodb } = settings;
  const direct = mysql.kind === "external" && mysql.access === "direct";
  const withOperator = !direct || mongodb.kind === "external";
  const args = { settings: platform, clusterName, kubernetes: provider, withOperator };
  return settings.firstStack === undefined
    ? createPlatform(args, { providers })
    : findPlatform(args, { providers });
}
