import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { rotatedName } from "../shared/rotation";
import { type JwtKeyParts, jwtKeyParts } from "./jwt-key";
import type { SecretValues } from "./secrets-revision";
import type { KnownSeed, Seed } from "./seed";
import type { InstanceSettings, Rotation } from "./settings";

export interface GeneratedSecretsArgs {
  readonly settings: InstanceSettings;
  readonly seed: Seed;
}

/** What Tutor would otherwise generate and write to config.yml, by the names that the pods read it under. Secret. */
export function generateSecrets(
  slug: string,
  { settings: { rotation }, seed }: GeneratedSecretsArgs,
  opts: { readonly parent: pulumi.Resource },
): pulumi.Output<SecretValues> {
  const derived = seed.derive((known) => deriveSecrets(known, rotation));
  const jwtKey = createJwtKey(rotatedName(`${slug}-jwt-key`, rotation.jwt), opts);
  return pulumi.all([derived, jwtKey]).apply(([others, jwt]) => ({ ...others, ...jwt }));
}

function deriveSecrets(seed: KnownSeed, rotation: Rotation): SecretValues {
  const searchMaster = seed.password("meilisearch-master-key", rotation.meilisearch);
  return {
    OPENEDX_SECRET_KEY: seed.password("secret-key", rotation.secretKey),
    CMS_OAUTH2_SECRET: seed.password("cms-oauth2-secret", rotation.cmsOauth),
    REDIS_PASSWORD: seed.password("redis", rotation.redis),
    MEILISEARCH_MASTER_KEY: searchMaster,
    MEILISEARCH_API_KEY: meilisearchKey(searchMaster, seed.id("meilisearch-api-key-uid")),
  };
}

/** Meilisearch derives the key of a client from its master key and the client's id (https://www.meilisearch.com/docs). */
export const meilisearchKey = (masterKey: string, uid: string): string =>
  createHmac("sha256", masterKey).update(uid).digest("hex");

function createJwtKey(
  name: string,
  opts: { readonly parent: pulumi.Resource },
): pulumi.Output<JwtKeyParts> {
  const key = new tls.PrivateKey(name, { algorithm: "RSA", rsaBits: 2048 }, opts);
  return pulumi.secret(key.privateKeyPem).apply(jwtKeyParts);
}
