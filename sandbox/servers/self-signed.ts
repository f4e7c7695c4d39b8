import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makePrivateDirectory } from "./files";
import { openssl, VALID_DAYS, writeKeyPair } from "./pki";

/** A certificate and its private key, both in PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a certificate for web sites that nobody trusts.
 * @param directory where it is made; nothing of it stays there
 * @throws OperatorError where the program `openssl` is missing or fails
 */
export async function selfSigned(directory: string, hosts: readonly string[]): Promise<SelfSigned> {
  makePrivateDirectory(directory);
  const folder = mkdtempSync(join(directory, "certificate-"));
  try {
    writeKeyPair(folder, "site");
    await openssl(folder, [
      ...["req", "-x509", "-new", "-key", "site.key", "-out", "site.crt", "-days", VALID_DAYS],
      ...["-subj", "/CN=openedx-sandbox-site"],
      ...["-addext", `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}`],
    ]);
    const text = (file: string): string => readFileSync(join(folder, file), "utf8");
    return { certificate: text("site.crt"), key: text("site.key") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
