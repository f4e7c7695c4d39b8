import { createPrivateKey, createPublicKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { standIn } from "../../sandbox/providers/tls";
import { textAt as text } from "../../sandbox/providers/value";
import { check, create, importOf, itTakesTheInputsOf, kindOf, refusals } from "./support/ask";

const client = {};
const privateKey = kindOf(standIn, "tls:index/privateKey:PrivateKey");

describe("PrivateKey", () => {
  itTakesTheInputsOf(privateKey, "tls/privateKey", "PrivateKeyArgs");

  it("takes an input that says the default for one that says nothing", async () => {
    const { inputs } = await check(privateKey, client, { algorithm: "RSA", rsaBits: 2048 });
    expect(inputs).toEqual({ algorithm: "RSA" });
  });

  it("keeps every form of the private half secret", () => {
    expect(privateKey.secrets).toEqual([
      "privateKeyOpenssh",
      "privateKeyPem",
      "privateKeyPemPkcs8",
    ]);
  });

  it("replaces on every change", () => {
    expect(privateKey).not.toHaveProperty("update");
  });

  it.each([
    [{ algorithm: "RSA" }, "BEGIN RSA PRIVATE KEY", "ssh-rsa"],
    [{ algorithm: "ECDSA", ecdsaCurve: "P256" }, "BEGIN EC PRIVATE KEY", "ecdsa-sha2-nistp256"],
    [{ algorithm: "ECDSA", ecdsaCurve: "P521" }, "BEGIN EC PRIVATE KEY", "ecdsa-sha2-nistp521"],
    [{ algorithm: "ED25519" }, "BEGIN PRIVATE KEY", "ssh-ed25519"],
  ])("makes one key in all its forms from %j", async (inputs, heading, sshAlgorithm) => {
    const { id, outputs } = await create(privateKey, client, inputs);
    expect(id).toMatch(/^[0-9a-f]{40}$/);
    expect(text(outputs, "privateKeyPem")).toContain(heading);
    const key = createPrivateKey(text(outputs, "privateKeyPem"));
    expect(createPrivateKey(text(outputs, "privateKeyPemPkcs8")).equals(key)).toBe(true);
    const shown = createPublicKey(text(outputs, "publicKeyPem"));
    expect(shown.equals(createPublicKey(key))).toBe(true);
    expect(text(outputs, "publicKeyOpenssh").split(" ")[0]).toBe(sshAlgorithm);
    expect(text(outputs, "publicKeyFingerprintMd5")).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    expect(text(outputs, "publicKeyFingerprintSha256")).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it("puts the same public key into both OpenSSH forms", async () => {
    const { outputs } = await create(privateKey, client, { algorithm: "ED25519" });
    const open = Buffer.from(text(outputs, "publicKeyOpenssh").split(" ")[1] ?? "", "base64");
    const lines = text(outputs, "privateKeyOpenssh").trimEnd().split("\n");
    expect(lines[0]).toBe("-----BEGIN OPENSSH PRIVATE KEY-----");
    const file = Buffer.from(lines.slice(1, -1).join(""), "base64");
    expect(file.includes(open)).toBe(true);
  });

  it("leaves the OpenSSH forms of a P224 key empty", async () => {
    const { outputs } = await create(privateKey, client, { algorithm: "ECDSA" });
    expect(outputs).toMatchObject({
      ecdsaCurve: "P224",
      privateKeyOpenssh: "",
      publicKeyOpenssh: "",
      publicKeyFingerprintMd5: "",
      publicKeyFingerprintSha256: "",
    });
  });

  it.each([
    [{ algorithm: "DSA" }, 'algorithm: Invalid option: expected one of "RSA"|"ECDSA"|"ED25519"'],
    [
      { algorithm: "ECDSA", ecdsaCurve: "P1" },
      'ecdsaCurve: Invalid option: expected one of "P224"|"P256"|"P384"|"P521"',
    ],
    [{ algorithm: "RSA", rsaBits: 512 }, "rsaBits: Too small: expected number to be >=1024"],
  ])("refuses %j", async (inputs, refusal) => {
    expect(await refusals(privateKey, client, inputs)).toEqual([refusal]);
  });

  it("refuses an import", async () => {
    await expect(importOf(privateKey, client, "x")).rejects.toThrow(
      "tls.PrivateKey cannot be imported; the official plugin refuses it too",
    );
  });
});
