import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { rotatedName } from "../shared/rotation";
import { type JwtKeyParts, jwtKeyParts } from "./jwt-key";
import type { SecretValues } from "./secrets-revision";
import { type KnownSeed, rotated, type Seed } from "./seed";
import type { InstanceSettings, Rotation } from "./settings";

export interface GeneratedSecretsArgs {
  readonly settings: InstanceSettings;
  readonly seed: Seed;
  /** Needed where the Meilisearch of the instance is shared. */
  readonly meilisearchMasterKey?: pulumi.Output<string>;
}

/** What Tutor would otherwise generate and write to config.yml, by the names that the pods read it under. Secret. */
export function generateSecrets(
  slug: string,
  args: GeneratedSecretsArgs,
  opts: { readonly parent: pulumi.Resource },
): pulumi.Output<SecretValues> {
  const { rotation, meilisearch } = args.settings;
  const derived =
    meilisearch.kind === "shared"
      ? withSharedSearch(args)
      : args.seed.derive((seed) => ({
          ...deriveSecrets(seed, rotation),
          ...ownSearch(seed, rotation),
        }));
  const jwtKey = createJwtKey(rotatedName(`${slug}-jwt-key`, rotation.jwt), opts);
  return pulumi
    .all([derived, jwtKey])
    .apply(([others, jwt]): SecretValues => ({ ...others, ...jwt }));
}

const deriveSecrets = (seed: KnownSeed, rotation: Rotation): SecretValues => ({
  OPENEDX_SECRET_KEY: seed.password("secret-key", rotation.secretKey),
  CMS_OAUTH2_SECRET: seed.password("cms-oauth2-secret", rotation.cmsOauth),
  REDIS_PASSWORD: seed.password("redis", rotation.redis),
});

function ownSearch(seed: KnownSeed, rotation: Rotation): SecretValues {
  const master = seed.password("meilisearch-master-key", rotation.meilisearch);
  return {
    MEILISEARCH_MASTER_KEY: master,
    MEILISEARCH_API_KEY: meilisearchKey(master, keyId(seed)),
  };
}

/** Whoever has the master key reads what all instances have, so none gets it. */
function withSharedSearch({
  settings: { rotation },
  seed,
  meilisearchMasterKey,
}: GeneratedSecretsArgs): pulumi.Output<SecretValues> {
  if (meilisearchMasterKey === undefined)
    throw new Error("the shared Meilisearch has no master key");
  const own = seed.derive((known) => ({
    secrets: deriveSecrets(known, rotation),
    id: keyId(known, rotation.meilisearch),
  }));
  return pulumi
    .all([meilisearchMasterKey, own])
    .apply(([master, { secrets, id }]): SecretValues => ({
      ...secrets,
      MEILISEARCH_API_KEY: meilisearchKey(master, id),
    }));
}

/**
 * What a Meilisearch knows the key of an instance by; not secret.
 *
 * @param rotation changes the key where the master key stays. @default 0
 */
export const searchKeyId = (seed: Seed, rotation = 0): pulumi.Output<string> =>
  pulumi.unsecret(seed.derive((known) => keyId(known, rotation)));

const keyId = (seed: KnownSeed, rotation = 0): string =>
  seed.id(rotated("meilisearch-api-key-uid", rotation));

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
