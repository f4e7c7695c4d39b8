import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../contract";
import { isSystemError, makePrivateDirectory } from "./files";
import { LOOPBACK } from "./ports";
import type { ClientCertificate } from "./http-probe";

/** Ten years: longer than any sandbox is kept. */
export const VALID_DAYS = "3650";

/** First address of the Services' range, where pods look for the API server. */
const KUBERNETES_SERVICE_ADDRESS = "10.0.0.1";

/** A certificate that the sandbox's own authority signs. */
interface Certificate {
  /** Names its files, `<file>.crt` and `<file>.key`. */
  readonly file: string;
  /** What Kubernetes takes as user (CN) and group (O). */
  readonly subject: string;
  readonly extensions: readonly string[];
}

const SERVER_NAMES = [
  `IP:${LOOPBACK}`,
  `IP:${KUBERNETES_SERVICE_ADDRESS}`,
  "DNS:localhost",
  "DNS:kubernetes",
  "DNS:kubernetes.default",
  "DNS:kubernetes.default.svc",
].join(",");

const CERTIFICATES: readonly Certificate[] = [
  {
    file: "server",
    subject: "/CN=openedx-sandbox-server",
    extensions: ["extendedKeyUsage=serverAuth,clientAuth", `subjectAltName=${SERVER_NAMES}`],
  },
  {
    file: "admin",
    subject: "/O=system:masters/CN=openedx-sandbox-admin",
    extensions: ["extendedKeyUsage=clientAuth"],
  },
  {
    file: "kube-controller-manager",
    subject: "/CN=system:kube-controller-manager",
    extensions: ["extendedKeyUsage=clientAuth"],
  },
];

/** Who may log in with a client certificate. */
export type Client = "admin" | "kube-controller-manager";

/** Paths of the keys and certificates; what is secret in the folder only this user can read. */
export interface Pki {
  readonly ca: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
  /** Signs the tokens of ServiceAccounts. */
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  /** A client's certificate, as PEM text. */
  readonly client: (name: Client) => ClientCertificate;
}

/**
 * Keys and certificates of this sandbox, made once and all together. A sandbox trusts its own authority only,
 * so no client of one is taken by the servers of another.
 * @throws OperatorError where the program `openssl` is missing or fails
 */
export async function preparePki(directory: string): Promise<Pki> {
  const folder = join(directory, "pki");
  if (!existsSync(folder)) {
    makePrivateDirectory(directory);
    const draft = mkdtempSync(join(directory, "pki-"));
    await makePki(draft);
    renameSync(draft, folder);
  }
  const file = (name: string): string => join(folder, name);
  const text = (name: string): string => readFileSync(file(name), "utf8");
  return {
    ca: file("ca.crt"),
    serverCertificate: file("server.crt"),
    serverKey: file("server.key"),
    serviceAccountKey: file("service-account.key"),
    serviceAccountPublicKey: file("service-account.pub"),
    client: (name) => ({ ca: text("ca.crt"), cert: text(`${name}.crt`), key: text(`${name}.key`) }),
  };
}

async function makePki(folder: string): Promise<void> {
  for (const name of ["ca", "service-account", ...CERTIFICATES.map(({ file }) => file)])
    writeKeyPair(folder, name);
  await openssl(folder, [
    ...["req", "-x509", "-new", "-key", "ca.key", "-out", "ca.crt"],
    ...["-days", VALID_DAYS, "-subj", "/CN=openedx-sandbox"],
  ]);
  // One after the other: the authority's file of serial numbers has one writer.
  for (const certificate of CERTIFICATES) await sign(folder, certificate);
}

/** A key with its public half: `<name>.key`, `<name>.pub`. */
export function writeKeyPair(folder: string, name: string): void {
  const pair = generateKeyPairSync("ec", {
    namedCurve: "prime256v1",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(join(folder, `${name}.key`), pair.privateKey, { mode: 0o600 });
  writeFileSync(join(folder, `${name}.pub`), pair.publicKey, { mode: 0o600 });
}

async function sign(folder: string, { file, subject, extensions }: Certificate): Promise<void> {
  writeFileSync(join(folder, `${file}.ext`), `${extensions.join("\n")}\n`);
  const request = `${file}.csr`;
  await openssl(folder, [
    ...["req", "-new", "-key", `${file}.key`, "-out", request, "-subj", subject],
  ]);
  await openssl(folder, [
    ...["x509", "-req", "-in", request, "-out", `${file}.crt`, "-days", VALID_DAYS],
    ...["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", `${file}.ext`],
  ]);
}

/** @throws OperatorError where the program is missing or fails */
export async function openssl(folder: string, parameters: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)("openssl", parameters, { cwd: folder });
  } catch (error) {
    if (isSystemError(error, "ENOENT"))
      throw new OperatorError(
        `The program openssl is not on PATH; the sandbox makes its certificates with it. ` +
          `Install it (Debian and Ubuntu: apt-get install openssl) and run the same command again.`,
      );
    throw new OperatorError(
      `openssl could not make the certificates of the sandbox in ${folder}: ${String(error)}\n` +
        `Run the command it names in that folder to see more.`,
    );
  }
}
