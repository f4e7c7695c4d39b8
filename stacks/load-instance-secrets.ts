import type * as pulumi from "@pulumi/pulumi";
import type { StorageKey } from "../components/data/contract";
import type { ProgramSecrets, ProgramSettings } from "../components/settings";
import { certificateOwner, instanceSecretKey, type SecretKey } from "./schema/secrets";

/** The keys that the operator has made, where access to the storage is `given`. */
export function storageKeys(
  { storage, instances }: ProgramSettings,
  config: pulumi.Config,
): Readonly<Record<string, StorageKey>> | undefined {
  if (storage.kind !== "s3-compatible" || storage.access !== "given") return undefined;
  return Object.fromEntries(
    instances.map(({ slug }) => [
      slug,
      {
        accessKeyId: config.requireSecret(instanceSecretKey("storageAccessKey", slug)),
        secretAccessKey: config.requireSecret(instanceSecretKey("storageSecretKey", slug)),
      },
    ]),
  );
}

/** Certificates of the instances, with their keys. */
export const keyPairs = (
  { instances }: ProgramSettings,
  config: pulumi.Config,
): NonNullable<ProgramSecrets["keyPairs"]> =>
  Object.fromEntries(
    instances.map(({ slug, certificates }) => [
      slug,
      Object.fromEntries(
        certificates.map(({ name }) => {
          const owner = certificateOwner(slug, name);
          return [
            name,
            {
              certificate: config.requireSecret(instanceSecretKey("tlsCertificate", owner)),
              key: config.requireSecret(instanceSecretKey("tlsKey", owner)),
            },
          ];
        }),
      ),
    ]),
  );

/** Of the instances that log in to a mail server: their own, or else that of the defaults. */
export const smtpPasswords = (
  { instances }: ProgramSettings,
  config: pulumi.Config,
  secretOf: (key: SecretKey) => pulumi.Output<string>,
): NonNullable<ProgramSecrets["smtpPasswords"]> =>
  Object.fromEntries(
    instances
      .filter(({ smtp }) => smtp?.user !== undefined)
      .map(({ slug, smtp }) => {
        const key = instanceSecretKey("smtpPassword", slug);
        const own = smtp?.sharesLogin === true ? config.getSecret(key) : config.requireSecret(key);
        return [slug, own ?? secretOf("smtpPassword")];
      }),
  );
