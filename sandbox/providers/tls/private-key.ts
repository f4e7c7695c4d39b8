import { createHash, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { stateOnly } from "../state-only";
import type { Properties } from "../value";
import { opensshPrivateKey, opensshPublicKey } from "./openssh";

/** OpenSSL's names of the curves. */
const CURVES = { P224: "secp224r1", P256: "prime256v1", P384: "secp384r1", P521: "secp521r1" };

const FIELDS = {
  algorithm: z.enum(["RSA", "ECDSA", "ED25519"]),
  ecdsaCurve: z.enum(["P224", "P256", "P384", "P521"]),
  // Shorter keys are refused by the Go library that the official plugin uses.
  rsaBits: z.int().min(1024),
};

const DEFAULTS = { ecdsaCurve: "P224", rsaBits: 2048 };

const rules = inputRules(FIELDS, {
  defaults: DEFAULTS,
  defaultsGoTo: "outputs",
  secrets: ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
});

/** A private key with its public half. It has no import, as with the official plugin. */
export const privateKey: ResourceKind<object> = {
  ...rules.kind,
  async create(_client, { inputs }) {
    const key = await generate(rules.parse(inputs));
    return { id: idOf(key), outputs: { ...DEFAULTS, ...inputs, ...shownKey(key) } };
  },
  ...stateOnly(() => {
    throw new Error("tls.PrivateKey cannot be imported; the official plugin refuses it too");
  }),
};

type KeyInputs = ReturnType<typeof rules.parse>;

async function generate({ algorithm, ecdsaCurve, rsaBits }: KeyInputs): Promise<KeyObject> {
  const keyPair = promisify(generateKeyPair);
  switch (algorithm) {
    case "RSA":
      return (await keyPair("rsa", { modulusLength: rsaBits })).privateKey;
    case "ECDSA":
      return (await keyPair("ec", { namedCurve: CURVES[ecdsaCurve] })).privateKey;
    case "ED25519":
      return (await keyPair("ed25519")).privateKey;
    default:
      return algorithm satisfies never;
  }
}

/** SHA-1 of the public key, as the official plugin names keys. */
const idOf = (key: KeyObject): string =>
  createHash("sha1")
    .update(createPublicKey(key).export({ format: "der", type: "spki" }))
    .digest("hex");

function shownKey(key: KeyObject): Properties {
  const pem = (type: "pkcs1" | "sec1" | "pkcs8"): string =>
    key.export({ format: "pem", type }).toString();
  const traditional = { rsa: "pkcs1", ec: "sec1" } as const;
  const kind = key.asymmetricKeyType;
  return {
    privateKeyPem: pem(kind === "rsa" || kind === "ec" ? traditional[kind] : "pkcs8"),
    privateKeyPemPkcs8: pem("pkcs8"),
    publicKeyPem: createPublicKey(key).export({ format: "pem", type: "spki" }).toString(),
    ...shownForSsh(key),
  };
}

function shownForSsh(key: KeyObject): Properties {
  const publicKey = opensshPublicKey(key);
  // SSH knows no curve P-224; the official plugin leaves these empty then.
  if (publicKey === undefined)
    return {
      privateKeyOpenssh: "",
      publicKeyOpenssh: "",
      publicKeyFingerprintMd5: "",
      publicKeyFingerprintSha256: "",
    };
  const { algorithm, blob } = publicKey;
  const md5 = createHash("md5").update(blob).digest("hex");
  const sha256 = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return {
    privateKeyOpenssh: opensshPrivateKey(key, publicKey),
    publicKeyOpenssh: `${algorithm} ${blob.toString("base64")}\n`,
    publicKeyFingerprintMd5: md5.replace(/(..)(?!$)/g, "$1:"),
    publicKeyFingerprintSha256: `SHA256:${sha256}`,
  };
}
