import { hkdfSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** 192 bits, as 48 hexadecimal digits. */
const PASSWORD_BYTES = 24;

/** Gives the password for a purpose: always the same, secret, and of no use for finding another one. */
export type Passwords = (purpose: string) => pulumi.Output<string>;

/**
 * One random seed, from which all passwords of an instance are derived.
 *
 * Every resource is written to the state at every step, so one seed stands for six passwords. They are hexadecimal:
 * MySQL's plugin puts them into a statement as they stand, and Tutor's jobs put them into a shell script.
 */
export function createPasswords(
  slug: string,
  opts: { readonly parent: pulumi.Resource },
): Passwords {
  const seed = new random.RandomBytes(`${slug}-seed`, { length: 32 }, opts);
  const secret = pulumi.secret(seed.hex);
  return (purpose) => secret.apply((hex) => derivePassword(hex, purpose));
}

/**
 * HKDF with SHA-256 ([RFC 5869](https://www.rfc-editor.org/rfc/rfc5869)); the purpose is its `info`.
 *
 * @param seed in hexadecimal
 */
export const derivePassword = (seed: string, purpose: string): string =>
  Buffer.from(hkdfSync("sha256", Buffer.from(seed, "hex"), "", purpose, PASSWORD_BYTES)).toString(
    "hex",
  );
