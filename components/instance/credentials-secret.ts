import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Bucket, MongoAccess, MysqlAccess } from "../data/contract";
import { generateSecrets } from "./generated-secrets";
import { namespacedMetadata, namespacedOptions, type NamespacedOptions } from "./namespaced";
import type { InstancePlan } from "./plan";
import type { Seed } from "./seed";

export interface CredentialsSecretArgs {
  readonly plan: InstancePlan;
  readonly mysql: MysqlAccess;
  readonly mongodb: MongoAccess;
  readonly bucket: Bucket;
  readonly seed: Seed;
  readonly smtpPassword?: pulumi.Output<string>;
}

/**
 * The one Secret of an instance: every value that config.yml names as `${NAME}`, under that name, and the user names
 * beside the passwords. Pods and init jobs take it as their environment.
 */
export function createCredentialsSecret(
  slug: string,
  args: CredentialsSecretArgs,
  opts: NamespacedOptions,
): kubernetes.core.v1.Secret {
  const { plan, mysql, mongodb, bucket } = args;
  return new kubernetes.core.v1.Secret(
    `${slug}-credentials`,
    {
      metadata: namespacedMetadata("openedx-secrets", plan),
      stringData: {
        OPENEDX_MYSQL_USERNAME: mysql.user,
        OPENEDX_MYSQL_PASSWORD: mysql.password,
        MONGODB_USERNAME: mongodb.user,
        MONGODB_PASSWORD: mongodb.password,
        OPENEDX_AWS_ACCESS_KEY: bucket.accessKeyId,
        OPENEDX_AWS_SECRET_ACCESS_KEY: bucket.secretAccessKey,
        SMTP_PASSWORD: args.smtpPassword ?? pulumi.secret(""),
        ...generateSecrets(slug, args.seed, { parent: opts.parent }),
      },
    },
    namespacedOptions(opts),
  );
}
