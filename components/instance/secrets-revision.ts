import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Seed } from "./seed";

/** Secret values by the names that pods read them under. */
export type SecretValues = Readonly<Record<string, string>>;

/**
 * Tells one content of a Secret from another, and nothing of what it is: 64 bits of an HMAC whose key is a secret of the
 * instance. It is not secret, so that an Application can carry it.
 */
export const secretsRevision = (
  values: pulumi.Output<SecretValues>,
  seed: Seed,
): pulumi.Output<string> =>
  pulumi.unsecret(
    pulumi
      .all([seed.password("secrets-revision"), values])
      .apply(([key, known]) => revisionOf(key, known)),
  );

/** The same values always give the same revision, in whatever order they come. */
export const revisionOf = (key: string, values: SecretValues): string =>
  createHmac("sha256", key)
    .update(JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest("hex")
    .slice(0, 16);
