import { hkdfSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { rotatedName } from "../shared/rotation";

/** 192 bits, as 48 hexadecimal digits. */
const PASSWORD_BYTES = 24;

/** What all that is generated for an instance is derived from. The same purpose always gives the same value. */
export interface Seed {
  /**
   * Secret, and of no use for finding another one.
   *
   * @param rotation another number gives another password. @default 0
   */
  password(purpose: string, rotation?: number): pulumi.Output<string>;
  /** The same for all that `make` asks for at once: each output costs the program as much as a small resource. */
  derive<Values>(make: (seed: KnownSeed) => Values): pulumi.Output<Values>;
}

/** A seed whose value is known. */
export interface KnownSeed {
  password(purpose: string, rotation?: number): string;
  /** A UUID. */
  id(purpose: string): string;
}

/**
 * One random seed for an instance.
 *
 * Every resource is written to the state at every step, so one seed stands for six passwords. They are hexadecimal:
 * MySQL's plugin puts them into a statement as they stand, and Tutor's jobs put them into a shell script.
 */
export function createSeed(
  slug: string,
  args: { readonly rotation: number },
  opts: { readonly parent: pulumi.Resource },
): Seed {
  const name = rotatedName(`${slug}-seed`, args.rotation);
  const seed = new random.RandomBytes(name, { length: 32 }, opts);
  const secret = pulumi.secret(seed.hex);
  return {
    password: (purpose, rotation) =>
      secret.apply((hex) => knownSeed(hex).password(purpose, rotation)),
    derive: (make) => secret.apply((hex) => make(knownSeed(hex))),
  };
}

const knownSeed = (hex: string): KnownSeed => ({
  password: (purpose, rotation = 0) => derivePassword(hex, rotated(purpose, rotation)),
  id: (purpose) => deriveId(hex, purpose),
});

/** The purpose itself before anything was rotated. Of no two purposes may one begin with the other and a slash and digits. */
export const rotated = (purpose: string, rotation: number): string =>
  rotation === 0 ? purpose : `${purpose}/${rotation}`;

/**
 * HKDF with SHA-256 ([RFC 5869](https://www.rfc-editor.org/rfc/rfc5869)); the purpose is its `info`.
 *
 * @param seed in hexadecimal
 */
export const derivePassword = (seed: string, purpose: string): string =>
  derive(seed, purpose, PASSWORD_BYTES).toString("hex");

/**
 * A UUID of version 4 ([RFC 9562](https://www.rfc-editor.org/rfc/rfc9562)), derived as passwords are.
 *
 * @param seed in hexadecimal
 */
export function deriveId(seed: string, purpose: string): string {
  const bytes = derive(seed, purpose, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const derive = (seed: string, purpose: string, length: number): Buffer =>
  Buffer.from(hkdfSync("sha256", Buffer.from(seed, "hex"), "", purpose, length));
