import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Bucket, MongoAccess, MysqlAccess } from "../data/contract";
import { generateSecrets } from "./generated-secrets";
import { namespacedMetadata, namespacedOptions, type NamespacedOptions } from "./namespaced";
import type { InstancePlan } from "./plan";
import type { PluginDatabase } from "./plugin-databases";
import { secretsRevision, type SecretValues } from "./secrets-revision";
import type { Seed } from "./seed";
import type { InstanceSettings } from "./settings";

export interface CredentialsSecretArgs {
  readonly plan: InstancePlan;
  readonly settings: InstanceSettings;
  readonly mysql: MysqlAccess;
  readonly mongodb: MongoAccess;
  readonly bucket: Bucket;
  readonly plugins: readonly PluginDatabase[];
  readonly seed: Seed;
  /** Needed where the Meilisearch of the instance is shared. It is in no Secret. */
  readonly meilisearchMasterKey?: pulumi.Output<string>;
  readonly smtpPassword?: pulumi.Output<string>;
}

/** What changes when a value changes that pods read, and only then. */
export interface CredentialsRevisions {
  /** Of what all pods of the instance read. */
  readonly core: pulumi.Output<string>;
  /** Of that and what a plugin's pods read besides; sorted by the plugin. */
  readonly plugins: readonly {
    readonly plugin: string;
    readonly revision: pulumi.Output<string>;
  }[];
}

export interface Credentials {
  readonly secret: kubernetes.core.v1.Secret;
  readonly revisions: CredentialsRevisions;
}

/**
 * The one Secret of an instance: every value that config.yml names as `${NAME}`, under that name, and the user names
 * beside the passwords. Pods and init jobs take it as their environment.
 */
export function createCredentialsSecret(
  slug: string,
  args: CredentialsSecretArgs,
  opts: NamespacedOptions,
): Credentials {
  const core = coreCredentials(slug, args, opts);
  const plugins = args.plugins.map((each) => ({
    plugin: each.plugin,
    values: merged(core, pluginCredentials(each)),
  }));
  const secret = new kubernetes.core.v1.Secret(
    `${slug}-credentials`,
    {
      metadata: namespacedMetadata("openedx-secrets", args.plan),
      stringData: plugins.reduce((all, { values }) => merged(all, values), core),
    },
    namespacedOptions(opts),
  );
  return {
    secret,
    revisions: {
      core: secretsRevision(core, args.seed),
      plugins: plugins.map(({ plugin, values }) => ({
        plugin,
        revision: secretsRevision(values, args.seed),
      })),
    },
  };
}

/** The values of a Secret are one output: an output for each would be two fifths of all that an instance has. */
const merged = (
  one: pulumi.Output<SecretValues>,
  other: pulumi.Output<SecretValues>,
): pulumi.Output<SecretValues> =>
  pulumi.all([one, other]).apply(([first, second]) => ({ ...first, ...second }));

const coreCredentials = (
  slug: string,
  { mysql, mongodb, bucket, ...args }: CredentialsSecretArgs,
  { parent }: NamespacedOptions,
): pulumi.Output<SecretValues> =>
  merged(
    pulumi.all({
      OPENEDX_MYSQL_USERNAME: mysql.user,
      OPENEDX_MYSQL_PASSWORD: mysql.password,
      MONGODB_USERNAME: mongodb.user,
      MONGODB_PASSWORD: mongodb.password,
      OPENEDX_AWS_ACCESS_KEY: bucket.accessKeyId,
      OPENEDX_AWS_SECRET_ACCESS_KEY: bucket.secretAccessKey,
      SMTP_PASSWORD: args.smtpPassword ?? "",
      ...(args.settings.redis.kind === "shared" && { REDIS_USERNAME: args.plan.names.sharedUser }),
    }),
    generateSecrets(slug, args, { parent }),
  );

/** By the names that Tutor's plugins have in config.yml: `NOTES_MYSQL_PASSWORD`. */
function pluginCredentials({
  plugin,
  database,
  user,
  password,
}: PluginDatabase): pulumi.Output<SecretValues> {
  const prefix = `${plugin.toUpperCase()}_MYSQL`;
  return pulumi.all({
    [`${prefix}_DATABASE`]: database,
    [`${prefix}_USERNAME`]: user,
    [`${prefix}_PASSWORD`]: password,
  });
}
