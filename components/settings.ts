import type * as pulumi from "@pulumi/pulumi";
import type { ClusterSecrets, ClusterSettings } from "./cluster/contract";
import type { StorageKey } from "./data/contract";
import type { MongoSettings, MysqlSettings, StorageSettings } from "./data/settings";
import type { KeyPair } from "./instance/certificates";
import type { InstanceSettings } from "./instance/settings";
import type { PlatformSettings, RegistrySettings } from "./platform/settings";

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

/** What the settings say of further stacks with instances on the same cluster. */
export interface ShardsSettings {
  /** Names of the stacks, at least one. */
  readonly names: readonly string[];
  /** What they share with this one: sections of its stack file, by their names. */
  readonly values: Readonly<Record<string, unknown>>;
}
