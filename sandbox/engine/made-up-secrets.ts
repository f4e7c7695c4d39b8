import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { ProgramSettings } from "../../components/settings";
import { certificateOwner, instanceSecretKey, isAnySecretKey } from "../../stacks/schema/secrets";
import { type CheckedStack, checkStack } from "../../stacks/settings";
import { readJson, writePrivateJson } from "../servers/files";
import { selfSigned } from "../servers/self-signed";
import type { StackConfig } from "./config";
import { PROJECT } from "./paths";

const PREFIX = `${PROJECT}:`;

/**
 * Plays the operator who gives a stack the secrets that its settings need, and that nothing in the sandbox checks:
 * certificates that nobody trusts, passwords of servers that are not there. They are made once and kept, so that a second
 * run changes nothing.
 *
 * @returns the secrets by their full keys; none where the settings have a mistake, which the program tells
 */
export async function madeUpSecrets(
  config: StackConfig,
  directory: string,
): Promise<Readonly<Record<string, string>>> {
  const { settings, missingSecrets } = checked(config);
  if (settings === undefined) return {};
  const missing = missingSecrets.map(({ path }) => String(path[0]));
  const secrets = {
    ...passwords(missing.filter(isPassword), directory),
    ...(await certificates(settings, directory)),
  };
  return Object.fromEntries(
    Object.entries(secrets).map(([key, value]) => [`${PREFIX}${key}`, value]),
  );
}

function checked(config: StackConfig): CheckedStack {
  const values = Object.entries(config)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, value]) => [key.slice(PREFIX.length), value] as const)
    .filter(([key]) => !isAnySecretKey(key));
  return checkStack({ stack: PROJECT, values: Object.fromEntries(values), encrypted: new Set() });
}

const isPassword = (key: string): boolean =>
  key === "meilisearchMasterKey" || key.startsWith("smtpPassword");

const Passwords = z.record(z.string(), z.string());

function passwords(keys: readonly string[], directory: string): Record<string, string> {
  const file = join(directory, "made-up-passwords.json");
  const made = { ...readJson(file, Passwords) };
  for (const key of keys) made[key] ??= randomBytes(24).toString("base64url");
  if (keys.length > 0) writePrivateJson(file, made);
  return Object.fromEntries(Object.entries(made).filter(([key]) => keys.includes(key)));
}

const KeyPairs = z.record(z.string(), z.object({ certificate: z.string(), key: z.string() }));

/** One for each certificate of an instance, and for the hosts that it serves. */
async function certificates(
  { instances }: ProgramSettings,
  directory: string,
): Promise<Record<string, string>> {
  const file = join(directory, "made-up-certificates.json");
  const made = { ...readJson(file, KeyPairs) };
  const secrets: Record<string, string> = {};
  for (const { slug, certificates } of instances)
    for (const { name, hosts } of certificates) {
      const owner = certificateOwner(slug, name);
      const pair = (made[`${owner} ${hosts.join(" ")}`] ??= await selfSigned(directory, hosts));
      writePrivateJson(file, made);
      secrets[instanceSecretKey("tlsCertificate", owner)] = pair.certificate;
      secrets[instanceSecretKey("tlsKey", owner)] = pair.key;
    }
  return secrets;
}
