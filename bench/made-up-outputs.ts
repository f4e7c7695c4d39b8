import { createHash, generateKeyPairSync } from "node:crypto";

type Outputs = Record<string, string>;

/**
 * What a provider would have made up for a resource, beyond what it was given. Only what the program computes with:
 * the rest stays unset.
 */
export const madeUpOutputs = (type: string, name: string): Outputs => OUTPUTS[type]?.(name) ?? {};

/** One key for all: making one takes a tenth of a second, and reading one costs the same whichever it is. */
const RSA_KEY = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;

const OUTPUTS: Readonly<Record<string, (name: string) => Outputs>> = {
  "random:index/randomId:RandomId": () => ({ hex: "0a1b2c3d" }),
  "random:index/randomBytes:RandomBytes": (name) => ({ hex: digestOf(name) }),
  "random:index/randomPassword:RandomPassword": (name) => ({
    result: `made-up-${name}`,
    bcryptHash: `made-up-hash-${name}`,
  }),
  "random:index/randomUuid:RandomUuid": () => ({ result: "00000000-0000-4000-8000-000000000000" }),
  "tls:index/privateKey:PrivateKey": () => ({ privateKeyPem: RSA_KEY }),
  "aws:iam/accessKey:AccessKey": (name) => ({ secret: `made-up-${name}` }),
  "aws:s3/bucket:Bucket": (name) => ({ arn: `arn:aws:s3:::${name}` }),
};

/** As long as what the program asks for: 32 bytes. */
const digestOf = (name: string): string => createHash("sha256").update(name).digest("hex");
