import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import type {
  ClusterOutputs,
  ClusterSecrets,
  ClusterSettings,
  KubernetesCluster,
} from "./cluster/contract";
import { createCluster } from "./cluster/create-cluster";
import type { MysqlOutputs, StorageKey } from "./data/contract";
import { createMongodb } from "./data/mongodb/create-mongodb";
import { createMysql } from "./data/mysql/create-mysql";
import type { MongoSettings, MysqlSettings, StorageSettings } from "./data/settings";
import { createStorage } from "./data/storage/create-storage";
import { forShards, type ForShards, type ShardsSettings } from "./for-shards";
import type { KeyPair } from "./instance/certificates";
import type { RegistryAccess } from "./instance/image-pull-secret";
import { OpenEdxInstance, type InstanceOutputs } from "./instance/open-edx-instance";
import type { InstanceSettings } from "./instance/settings";
import { lockAll } from "./locks";
import type { Surroundings } from "./instance/network-rules";
import { createPlatform, findPlatform } from "./platform/create-platform";
import type { Platform } from "./platform/contract";
import type { PlatformSettings, RegistrySettings } from "./platform/settings";
import { wholeStack } from "./shared/lock";
import { omitSourcePositions } from "./shared/source-positions";

/** Everything that a stack file says, read, checked and with all defaults applied. */
export interface ProgramSettings {
  readonly cluster: ClusterSettings;
  readonly mysql: MysqlSettings;
  readonly mongodb: MongoSettings;
  readonly storage: StorageSettings;
  readonly platform: PlatformSettings;
  readonly registry?: RegistrySettings;
  readonly instances: readonly InstanceSettings[];
  /** The stack that has made the platform, and has the administrators' logins. @default - this one */
  readonly firstStack?: string;
  /** Further stacks with instances on the cluster. @default - none */
  readonly shards?: ShardsSettings;
}

/** Everything secret that a stack file says. */
export interface ProgramSecrets extends ClusterSecrets {
  /** Needed where the MySQL server is `external`. */
  readonly mysqlAdminPassword?: pulumi.Output<string>;
  /** Needed where the MongoDB server is `external`. */
  readonly mongodbAdminPassword?: pulumi.Output<string>;
  /** Base64 of `user:password`. Needed where a registry is set. */
  readonly registryCredentials?: pulumi.Output<string>;
  /** Needed where an instance shares a Meilisearch. */
  readonly meilisearchMasterKey?: pulumi.Output<string>;
  /** That of `openedx:defaults.smtp`. Only where there are shards. */
  readonly smtpPasswordForShards?: pulumi.Output<string>;
  /** By slug. Needed for each instance that logs in to a mail server. */
  readonly smtpPasswords?: Readonly<Record<string, pulumi.Output<string>>>;
  /** By slug, for each instance. Needed where access to the storage is `given`. */
  readonly storageKeys?: Readonly<Record<string, StorageKey>>;
  /** By slug, and by the name of the certificate. Needed for each certificate of the settings. */
  readonly keyPairs?: Readonly<Record<string, Readonly<Record<string, KeyPair>>>>;
}

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
  const { clusterName } = cluster;
  const providers = [cluster.provider, randomProvider, tlsProvider];
  const platform = platformOf(settings, cluster, providers);
  const { operator } = platform;

  const mysql = createMysql("mysql", {
    ...shared,
    operator,
    clusterName,
    aws: cluster.aws,
    digitalocean: cluster.digitalocean,
    settings: settings.mysql,
    adminPassword: secrets.mysqlAdminPassword,
  });
  const mongodb = createMongodb("mongodb", {
    ...shared,
    operator,
    clusterName,
    aws: cluster.aws,
    digitalocean: cluster.digitalocean,
    settings: settings.mongodb,
    adminPassword: secrets.mongodbAdminPassword,
  });
  const storage = createStorage("storage", {
    ...shared,
    settings: settings.storage,
    givenKeys: secrets.storageKeys,
  });

  const around: Surroundings = {
    cluster: cluster.network,
    ingress: settings.platform.ingress,
    monitoring: settings.platform.monitoring,
    servers: [mysql, mongodb, storage].flatMap(({ network }) => network ?? []),
  };
  const instances = settings.instances.map(
    (instance) =>
      new OpenEdxInstance(
        instance.slug,
        {
          settings: instance,
          clusterName,
          mysql,
          mongodb,
          storage,
          around,
          applicationsNamespace: platform.applicationsNamespace,
          argocdReady: platform.argocdReady,
          required: platform.required,
          deletionTimeoutSeconds: settings.platform.argocd.deletionTimeoutSeconds,
          registry: registryAccess(settings, secrets),
          meilisearchMasterKey: secrets.meilisearchMasterKey,
          smtpPassword: secrets.smtpPasswords?.[instance.slug],
          keyPairs: secrets.keyPairs?.[instance.slug],
        },
        { providers },
      ),
  );
  const applications = instances.map(({ application }) => application);
  const made = [cluster, mysql, mongodb].flatMap((server) => server.made ?? []);
  const servers = [mysql, mongodb, storage];
  // The provider of keys serves nothing in a stack without instances, and would go before a refusal.
  const parts = [...made, ...platform.made, ...servers, ...applications, tlsProvider];
  const stack = wholeStack(parts, { provider: randomProvider });
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

function registryAccess(
  { registry }: ProgramSettings,
  { registryCredentials }: ProgramSecrets,
): RegistryAccess | undefined {
  if (registry === undefined || registryCredentials === undefined) return undefined;
  return { host: registry.host, credentials: registryCredentials };
}
