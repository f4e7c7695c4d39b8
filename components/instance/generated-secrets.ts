import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { rotatedName } from "../shared/rotation";
import { jwtKeyParts } from "./jwt-key";
import { rotated, type Seed } from "./seed";
import type { InstanceSettings } from "./settings";

export interface GeneratedSecretsArgs {
  readonly settings: InstanceSettings;
  readonly seed: Seed;
  /** Needed where the Meilisearch of the instance is shared. */
  readonly meilisearchMasterKey?: pulumi.Output<string>;
}

/** What Tutor would otherwise generate and write to config.yml, by the names that the pods read it under. */
export function generateSecrets(
  slug: string,
  args: GeneratedSecretsArgs,
  opts: { readonly parent: pulumi.Resource },
): Record<string, pulumi.Output<string>> {
  const { settings, seed } = args;
  const { rotation } = settings;
  return {
    OPENEDX_SECRET_KEY: seed.password("secret-key", rotation.secretKey),
    CMS_OAUTH2_SECRET: seed.password("cms-oauth2-secret", rotation.cmsOauth),
    REDIS_PASSWORD: seed.password("redis", rotation.redis),
    ...(settings.meilisearch.kind === "shared" ? sharedSearch(args) : ownSearch(args)),
    ...jwtKey(rotatedName(`${slug}-jwt-key`, rotation.jwt), opts),
  };
}

function ownSearch({
  settings,
  seed,
}: GeneratedSecretsArgs): Record<string, pulumi.Output<string>> {
  const master = seed.password("meilisearch-master-key", settings.rotation.meilisearch);
  return {
    MEILISEARCH_MASTER_KEY: master,
    MEILISEARCH_API_KEY: clientKey(master, searchKeyId(seed)),
  };
}

/** Whoever has the master key reads what all instances have, so none gets it. */
function sharedSearch({
  settings,
  seed,
  meilisearchMasterKey: master,
}: GeneratedSecretsArgs): Record<string, pulumi.Output<string>> {
  if (master === undefined) throw new Error("the shared Meilisearch has no master key");
  return {
    MEILISEARCH_API_KEY: clientKey(master, searchKeyId(seed, settings.rotation.meilisearch)),
  };
}

/**
 * What a Meilisearch knows the key of an instance by; not secret.
 *
 * @param rotation changes the key where the master key stays. @default 0
 */
export const searchKeyId = (seed: Seed, rotation = 0): pulumi.Output<string> =>
  seed.id(rotated("meilisearch-api-key-uid", rotation));

const clientKey = (master: pulumi.Output<string>, id: pulumi.Output<string>) =>
  pulumi.all([master, id]).apply(([key, uid]) => meilisearchKey(key, uid));

/** Meilisearch derives the key of a client from its master key and the client's id (https://www.meilisearch.com/docs). */
export const meilisearchKey = (masterKey: string, uid: string): string =>
  createHmac("sha256", masterKey).update(uid).digest("hex");

function jwtKey(
  name: string,
  opts: { readonly parent: pulumi.Resource },
): Record<string, pulumi.Output<string>> {
  const key = new tls.PrivateKey(name, { algorithm: "RSA", rsaBits: 2048 }, opts);
  const parts = pulumi.secret(key.privateKeyPem).apply(jwtKeyParts);
  return {
    JWT_RSA_N: parts.JWT_RSA_N,
    JWT_RSA_E: parts.JWT_RSA_E,
    JWT_RSA_D: parts.JWT_RSA_D,
    JWT_RSA_P: parts.JWT_RSA_P,
    JWT_RSA_Q: parts.JWT_RSA_Q,
    JWT_RSA_DP: parts.JWT_RSA_DP,
    JWT_RSA_DQ: parts.JWT_RSA_DQ,
    JWT_RSA_QI: parts.JWT_RSA_QI,
  };
}
