import { createHash } from "node:crypto";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { PulumiStack } from "../../cli/recover/pulumi-stack";
import { readIfPresent, writePrivateFile } from "../servers/files";
import type { EffectiveConfig } from "./config";

const Entries = z.record(z.string(), z.unknown());
const WrittenFile = z.looseObject({
  encryptionsalt: z.string().optional(),
  config: Entries.default({}),
});

/** What was written last, as fingerprints: of the file, the plain settings, and each secret. */
const Mark = z.object({
  file: z.string(),
  plain: z.string(),
  secrets: z.record(z.string(), z.string()),
});
type Mark = z.infer<typeof Mark>;

const YAML_1_1 = { version: "1.1" } as const;

/**
 * Writes the configuration that a stack runs with, so that `pulumi up` from a shell finds it too. The secrets are
 * encrypted by the engine, which takes half a second for each; one that has not changed stays as it was encrypted.
 * Nothing is written while both the configuration and the file are as they were.
 *
 * @param file `Pulumi.<stack>.yaml` in the working directory of the stack
 */
export async function writeConfig(
  stack: Pick<PulumiStack, "setSecret">,
  file: string,
  config: EffectiveConfig,
): Promise<void> {
  const markFile = `${file}.mark`;
  const text = readIfPresent(file);
  const mark = markOf(config, text);
  const last = Mark.safeParse(parse(readIfPresent(markFile) ?? "")).data;
  if (fingerprint(last) === fingerprint(mark)) return;
  const { encryptionsalt, config: written } = WrittenFile.parse(parse(text ?? "{}"));
  // What somebody has edited may hold anything. The salt belongs to the passphrase and stays in any case.
  const isOurs = last?.file === mark.file;
  const isKept = (key: string): boolean =>
    isOurs && key in written && last.secrets[key] === mark.secrets[key];
  const secrets = Object.entries(config.secrets);
  const encrypted = Object.fromEntries(
    secrets.filter(([key]) => isKept(key)).map(([key]) => [key, written[key]]),
  );
  writePrivateFile(
    file,
    // To the engine's YAML 1.1 a bare `off` is no text.
    stringify(
      { ...(encryptionsalt && { encryptionsalt }), config: { ...config.plain, ...encrypted } },
      YAML_1_1,
    ),
  );
  for (const [key, value] of secrets) if (!(key in encrypted)) await stack.setSecret(key, value);
  writePrivateFile(markFile, stringify(markOf(config, readIfPresent(file))));
}

const markOf = ({ plain, secrets }: EffectiveConfig, file: string | undefined): Mark => ({
  file: fingerprint(file),
  plain: fingerprint(plain),
  secrets: Object.fromEntries(
    Object.entries(secrets).map(([key, value]) => [key, fingerprint(value)]),
  ),
});

/** Stands for a value, so that a change of it is seen. */
const fingerprint = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(value ?? null))
    .digest("hex");
