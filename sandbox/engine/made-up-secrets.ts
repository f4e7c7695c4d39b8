import { join } from "node:path";
import { z } from "zod";
import type { ProgramSettings } from "../../components/program";
import { certificateOwner, instanceSecretKey, isAnySecretKey } from "../../stacks/schema/secrets";
import { checkStack } from "../../stacks/settings";
import { readJson, writePrivateJson } from "../servers/files";
import { selfSigned } from "../servers/self-signed";
import type { StackConfig } from "./config";
import { PROJECT } from "./paths";

const PREFIX = `${PROJECT}:`;

/**
 * Plays the operator who gives a stack the secrets that its settings need, and that nothing in the sandbox checks:
 * certificates that nobody trusts. They are made once and kept, so that a second run changes nothing.
 *
 * @returns the secrets by their full keys; none where the settings have a mistake, which the program tells
 */
export async function madeUpSecrets(
  config: StackConfig,
  directory: string,
): Promise<Readonly<Record<string, string>>> {
  const settings = settingsOf(config);
  if (settings === undefined) return {};
  const secrets = await certificates(settings, directory);
  return Object.fromEntries(secrets.map(([key, value]) => [`${PREFIX}${key}`, value]));
}

function settingsOf(config: StackConfig): ProgramSettings | undefined {
  const values = Object.entries(config)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, value]) => [key.slice(PREFIX.length), value] as const)
    .filter(([key]) => !isAnySecretKey(key));
  return checkStack({
    stack: PROJECT,
    values: Object.fromEntries(values),
    encrypted: new Set(),
  }).settings;
}

const KeyPairs = z.record(z.string(), z.object({ certificate: z.string(), key: z.string() }));

/** One for each certificate of an instance, and for the hosts that it serves. */
async function certificates(
  { instances }: ProgramSettings,
  directory: string,
): Promise<[key: string, value: string][]> {
  const file = join(directory, "made-up-certificates.json");
  const made = { ...readJson(file, KeyPairs) };
  const secrets: [string, string][] = [];
  for (const { slug, certificates } of instances)
    for (const { name, hosts } of certificates) {
      const owner = certificateOwner(slug, name);
      const pair = (made[`${owner} ${hosts.join(" ")}`] ??= await selfSigned(directory, hosts));
      writePrivateJson(file, made);
      secrets.push([instanceSecretKey("tlsCertificate", owner), pair.certificate]);
      secrets.push([instanceSecretKey("tlsKey", owner), pair.key]);
    }
  return secrets;
}
