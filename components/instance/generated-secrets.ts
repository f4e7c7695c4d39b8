import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { rotatedName } from "../shared/rotation";
import { jwtKeyParts } from "./jwt-key";
import type { Seed } from "./seed";
import type { InstanceSettings } from "./settings";

export interface GeneratedSecretsArgs {
  readonly settings: InstanceSettings;
  readonly seed: Seed;
}

/** What Tutor would otherwise generate and write to config.yml, by the names that the pods read it under. */
export function generateSecrets(
  slug: string,
  { settings: { rotation }, seed }: GeneratedSecretsArgs,
  opts: { readonly parent: pulumi.Resource },
): Record<string, pulumi.Output<string>> {
  const searchMaster = seed.password("meilisearch-master-key", rotation.meilisearch);
  const searchKeyId = seed.id("meilisearch-api-key-uid");
  return {
    OPENEDX_SECRET_KEY: seed.password("secret-key", rotation.secretKey),
    CMS_OAUTH2_SECRET: seed.password("cms-oauth2-secret", rotation.cmsOauth),
    REDIS_PASSWORD: seed.password("redis", rotation.redis),
    MEILISEARCH_MASTER_KEY: searchMaster,
    MEILISEARCH_API_KEY: pulumi
      .all([searchMaster, searchKeyId])
      .apply(([master, uid]) => meilisearchKey(master, uid)),
    ...jwtKey(rotatedName(`${slug}-jwt-key`, rotation.jwt), opts),
  };
}

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
