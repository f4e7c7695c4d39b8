import { createHash } from "node:crypto";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { PulumiStack } from "../../cli/recover/pulumi-stack";
import { readIfPresent, writePrivateFile } from "../servers/files";
import type { EffectiveConfig } from "./config";

const WrittenFile = z.looseObject({ encryptionsalt: z.string().optional() });

const YAML_1_1 = { version: "1.1" } as const;

/**
 * Writes the configuration that a stack runs with, so that `pulumi up` from a shell finds it too. The secrets are
 * encrypted by the engine. Nothing is written while both the configuration and the file are as they were.
 *
 * @param file `Pulumi.<stack>.yaml` in the working directory of the stack
 */
export async function writeConfig(
  stack: Pick<PulumiStack, "setSecret">,
  file: string,
  config: EffectiveConfig,
): Promise<void> {
  const markFile = `${file}.sha256`;
  if (readIfPresent(markFile) === fingerprint(config, readIfPresent(file))) return;
  const written = WrittenFile.parse(parse(readIfPresent(file) ?? "{}"));
  // The salt belongs to the passphrase and stays; every other line is made anew.
  const { encryptionsalt } = written;
  writePrivateFile(
    file,
    // To the engine's YAML 1.1 a bare `off` is no text.
    stringify({ ...(encryptionsalt && { encryptionsalt }), config: config.plain }, YAML_1_1),
  );
  for (const [key, value] of Object.entries(config.secrets)) await stack.setSecret(key, value);
  writePrivateFile(markFile, fingerprint(config, readIfPresent(file)));
}

/** Stands for a configuration and the file that was made of it, so that a change of either is seen. */
const fingerprint = (config: EffectiveConfig, written: string | undefined): string =>
  createHash("sha256")
    .update(JSON.stringify([config, written ?? null]))
    .digest("hex");
