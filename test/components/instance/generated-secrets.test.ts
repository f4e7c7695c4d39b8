import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { meilisearchKey } from "../../../components/instance/generated-secrets";
import { jwtKeyParts } from "../../../components/instance/jwt-key";

describe("jwtKeyParts", () => {
  it("gives parts that verify what the key has signed", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const parts = jwtKeyParts(privateKey.export({ type: "pkcs1", format: "pem" }).toString());
    const message = Buffer.from("a login");
    const key = createPublicKey({
      key: { kty: "RSA", n: parts.JWT_RSA_N, e: parts.JWT_RSA_E },
      format: "jwk",
    });
    expect(verify("sha256", message, key, sign("sha256", message, privateKey))).toBe(true);
  });

  it("refuses a key of another kind", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => jwtKeyParts(pem)).toThrow(
      new Error("the key that signs logins is not an RSA private key"),
    );
  });
});

describe("meilisearchKey", () => {
  it("is the HMAC-SHA256 of the client's id under the master key, in hexadecimal", () => {
    // Computed with Python's hmac module.
    expect(meilisearchKey("master", "0d8f5a5e-6f0b-4c5e-9d0e-2a6d7a4b1c11")).toBe(
      "8a2fa0025d4557b530e81aadf4459a79f63cd0b929acf93113c1886feb9ce7c4",
    );
  });
});
