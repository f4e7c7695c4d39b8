import { randomBytes, type JsonWebKey, type KeyObject } from "node:crypto";

/** A public key in the form of SSH's protocol. */
export interface SshPublicKey {
  /** Name of the algorithm: `ssh-ed25519`. */
  readonly algorithm: string;
  readonly blob: Buffer;
}

const NIST_CURVES: Readonly<Record<string, string>> = {
  "P-256": "nistp256",
  "P-384": "nistp384",
  "P-521": "nistp521",
};

/**
 * The public half of a key as SSH writes it ([RFC 4253](https://www.rfc-editor.org/rfc/rfc4253#section-6.6),
 * [RFC 5656](https://www.rfc-editor.org/rfc/rfc5656#section-3.1), [RFC 8709](https://www.rfc-editor.org/rfc/rfc8709)),
 * or nothing for a curve that SSH does not know.
 */
export function opensshPublicKey(key: KeyObject): SshPublicKey | undefined {
  if (key.asymmetricKeyDetails?.namedCurve === "secp224r1") return undefined;
  const parts = key.export({ format: "jwk" });
  if (key.asymmetricKeyType === "rsa")
    return sshPublicKey("ssh-rsa", [positive(parts, "e"), positive(parts, "n")]);
  if (key.asymmetricKeyType === "ed25519") return sshPublicKey("ssh-ed25519", [bytes(parts, "x")]);
  const curve = NIST_CURVES[parts.crv ?? ""];
  if (curve === undefined) return undefined;
  return sshPublicKey(`ecdsa-sha2-${curve}`, [Buffer.from(curve), curvePoint(parts)]);
}

/**
 * A private key without a passphrase in the file format of OpenSSH
 * ([PROTOCOL.key](https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key)).
 */
export function opensshPrivateKey(key: KeyObject, publicKey: SshPublicKey): string {
  // The same number twice shows a reader that decryption went well.
  const check = randomBytes(4);
  const noComment = field("");
  const secret = pad(
    Buffer.concat([check, check, field(publicKey.algorithm), privateFields(key), noComment]),
  );
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...["none", "none", ""].map(field), // cipher, key derivation and its options
    number(1), // of keys
    field(publicKey.blob),
    field(secret),
  ]);
  const lines = file.toString("base64").replace(/(.{64})(?=.)/g, "$1\n");
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function privateFields(key: KeyObject): Buffer {
  const parts = key.export({ format: "jwk" });
  if (key.asymmetricKeyType === "rsa") {
    const names = ["n", "e", "d", "qi", "p", "q"] as const;
    return Buffer.concat(names.map((name) => field(positive(parts, name))));
  }
  if (key.asymmetricKeyType === "ed25519") {
    const open = bytes(parts, "x");
    return Buffer.concat([field(open), field(Buffer.concat([bytes(parts, "d"), open]))]);
  }
  const curve = NIST_CURVES[parts.crv ?? ""] ?? "";
  return Buffer.concat([field(curve), field(curvePoint(parts)), field(positive(parts, "d"))]);
}

const sshPublicKey = (algorithm: string, fields: readonly Buffer[]): SshPublicKey => ({
  algorithm,
  blob: Buffer.concat([algorithm, ...fields].map(field)),
});

/** Both coordinates behind a mark that says that they are not compressed. */
const curvePoint = (parts: JsonWebKey): Buffer =>
  Buffer.concat([Buffer.from([4]), bytes(parts, "x"), bytes(parts, "y")]);

function bytes(parts: JsonWebKey, name: "n" | "e" | "d" | "qi" | "p" | "q" | "x" | "y"): Buffer {
  const part = parts[name];
  if (part === undefined) throw new Error(`the key has no part "${name}"`);
  return Buffer.from(part, "base64url");
}

/** A positive number: without leading zeros, but with one where the first bit would make it negative. */
function positive(parts: JsonWebKey, name: "n" | "e" | "d" | "qi" | "p" | "q"): Buffer {
  const part = bytes(parts, name);
  const first = part.findIndex((byte) => byte !== 0);
  const short = part.subarray(Math.max(first, 0));
  return (short[0] ?? 0) < 0x80 ? short : Buffer.concat([Buffer.from([0]), short]);
}

const field = (content: Buffer | string): Buffer => {
  const data = Buffer.from(content);
  return Buffer.concat([number(data.length), data]);
};

function number(value: number): Buffer {
  const written = Buffer.alloc(4);
  written.writeUInt32BE(value);
  return written;
}

/** Fills up to a multiple of eight bytes with 1, 2, 3 and so on. */
function pad(data: Buffer): Buffer {
  const missing = (8 - (data.length % 8)) % 8;
  return Buffer.concat([data, Buffer.from(Array.from({ length: missing }, (_, i) => i + 1))]);
}
