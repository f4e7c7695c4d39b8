import type * as pulumi from "@pulumi/pulumi";
import type { ClusterSecrets, ClusterSettings } from "./cluster/contract";
import type { MongoSettings, MysqlSettings, StorageSettings } from "./data/settings";
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
}

/** Everything secret that a stack file says. */
export interface ProgramSecrets extends ClusterSecrets {
  readonly mysqlAdminPassword: pulumi.Output<string>;
  /** Base64 of `user:password`. Needed where a registry is set. */
  readonly registryCredentials?: pulumi.Output<string>;
  /** Password of the mail server. @default - mail is sent without logging in */
  readonly smtpPassword?: pulumi.Output<string>;
}
