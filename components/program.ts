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
import type { MysqlServer, OperatorNamespace, StorageKey } from "./data/contract";
import { createMongodb } from "./data/mongodb/create-mongodb";
import { createMysql } from "./data/mysql/create-mysql";
import type { MongoSettings, MysqlSettings, StorageSettings } from "./data/settings";
import { createStorage } from "./data/storage/create-storage";
import type { KeyPair } from "./instance/certificates";
import type { RegistryAccess } from "./instance/image-pull-secret";
import { OpenEdxInstance, type InstanceOutputs } from "./instance/open-edx-instance";
import type { InstanceSettings } from "./instance/settings";
import { ArgoCd } from "./platform/argo-cd";
import type { Surroundings } from "./instance/network-rules";
import { ArgoWorkflows } from "./platform/argo-workflows";
import { Operator } from "./platform/operator";
import type { PlatformSettings, RegistrySettings } from "./platform/settings";
import { lock, wholeStack } from "./shared/lock";
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
}

/** Declares the whole stack: what the settings say, and nothing that they do not. */
export function program(settings: ProgramSettings, secrets: ProgramSecrets): ProgramOutputs {
  omitSourcePositions();
  const randomProvider = new random.Provider("random");
  const tlsProvider = new tls.Provider("tls");
  const carriesProtected = settings.instances.some((instance) => instance.deletionProtection);
  const shared = { carriesProtected, random: randomProvider };

  const cluster = createCluster("cluster", { ...shared, ...secrets, settings: settings.cluster });
  const { clusterName } = cluster;
  const providers = [cluster.provider, randomProvider, tlsProvider];
  const platform = settings.platform;
  const argocd = new ArgoCd("argocd", { clusterName, settings: platform.argocd }, { providers });
  const argoWorkflows = new ArgoWorkflows(
    "argo-workflows",
    { clusterName, settings: platform.argoWorkflows },
    { providers },
  );
  const operator = createOperator(settings, cluster, argoWorkflows);

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
    ingress: platform.ingress,
    monitoring: platform.monitoring,
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
          applicationsNamespace: argocd.applicationsNamespace,
          argocdReady: argocd.ready,
          required: [...argocd.required, ...argoWorkflows.required],
          deletionTimeoutSeconds: platform.argocd.deletionTimeoutSeconds,
          registry: registryAccess(settings, secrets),
          meilisearchMasterKey: secrets.meilisearchMasterKey,
          smtpPassword: secrets.smtpPasswords?.[instance.slug],
          keyPairs: secrets.keyPairs?.[instance.slug],
        },
        { providers },
      ),
  );
  const applications = instances.map(({ application }) => application);
  const servers = [cluster, mysql].flatMap(({ made }) => made ?? []);
  const stack = wholeStack([...servers, argocd, argoWorkflows, ...applications], {
    provider: randomProvider,
  });
  for (const { slug, deletionProtection, application } of instances) {
    const guarded = { lastMade: application, stack, closed: deletionProtection };
    lock(slug, guarded, { provider: randomProvider });
  }
  lockServers(settings, { cluster, mysql }, { stack, random: randomProvider });
  return {
    instances: Object.fromEntries(instances.map(({ slug, outputs }) => [slug, outputs])),
    ...(argocd.adminPassword && { argocdAdminPassword: argocd.adminPassword }),
    ...(cluster.outputs && { cluster: cluster.outputs }),
  };
}

/** Keeps what the stack has made itself from deletion. No slug may begin like the names of these locks. */
function lockServers(
  settings: ProgramSettings,
  { cluster, mysql }: { readonly cluster: KubernetesCluster; readonly mysql: MysqlServer },
  {
    stack,
    random: provider,
  }: { readonly stack: pulumi.Resource; readonly random: random.Provider },
): void {
  const servers = [
    { name: "openedx-cluster", settings: settings.cluster, made: cluster.made },
    { name: "openedx-mysql", settings: settings.mysql, made: mysql.made },
  ];
  for (const { name, settings: its, made } of servers) {
    if (made === undefined) continue;
    const closed = "deletionProtection" in its && its.deletionProtection;
    lock(name, { lastMade: made, stack, closed }, { provider });
  }
}

/** Only where a data server is reached from inside the cluster. */
function createOperator(
  { mysql, mongodb }: ProgramSettings,
  cluster: KubernetesCluster,
  { templates, podSecurity }: ArgoWorkflows,
): OperatorNamespace | undefined {
  const direct = mysql.kind === "external" && mysql.access === "direct";
  if (direct && mongodb.kind !== "external") return undefined;
  const { clusterName, provider } = cluster;
  return new Operator(
    "operator",
    { clusterName, kubernetes: provider, templates, podSecurity },
    { providers: [provider] },
  );
}

function registryAccess(
  { registry }: ProgramSettings,
  { registryCredentials }: ProgramSecrets,
): RegistryAccess | undefined {
  if (registry === undefined || registryCredentials === undefined) return undefined;
  return { host: registry.host, credentials: registryCredentials };
}
