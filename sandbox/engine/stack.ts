import { CommandError, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { PulumiCommandError } from "../../cli/recover/pulumi-stack";
import type { Servers, Tools } from "../contract";
import { PROJECT_ROOT } from "../directories";
import { makePrivateDirectory, readIfPresent, writePrivateFile } from "../servers/files";
import { commandStack } from "./command-stack";
import { linkCommands, writeLauncher } from "./commands";
import { effectiveConfig, type StackConfig } from "./config";
import { writeConfig } from "./config-file";
import { engineEnvironment } from "./environment";
import { externalMongodb } from "./external-mongodb";
import { givenKeys } from "./given-keys";
import { madeUpSecrets } from "./made-up-secrets";
import { configFile, enginePaths, PROJECT } from "./paths";
import { run } from "./program";
import { refusedState } from "./refused-state";

export interface StackOptions {
  readonly name: string;
  /** Folder of the sandbox. */
  readonly directory: string;
  readonly tools: Tools;
  readonly servers: Servers;
  /** `package:port` of each stand-in. */
  readonly attach: string;
  /** The `config:` part of the stack file. */
  readonly config: StackConfig;
}

/**
 * Opens a stack of the sandbox with the real engine: its state is in a folder, its secrets are encrypted with a
 * passphrase that was generated once, its program is the project's own, run in this process.
 *
 * @throws OperatorError where the engine refuses its state
 */
export async function openStack(options: StackOptions): Promise<Stack> {
  const { name, directory, servers } = options;
  const paths = enginePaths(directory);
  for (const folder of [paths.home, paths.state, paths.work]) makePrivateDirectory(folder);
  if (readIfPresent(paths.passphrase) === undefined)
    writePrivateFile(paths.passphrase, randomBytes(24).toString("base64url"));
  linkCommands(directory, options.tools);
  writeLauncher(directory);
  writeProjectFile(paths.work);
  const kubeconfig = readFileSync(servers.kubernetes.kubeconfig, "utf8");
  const mongodb = await externalMongodb(options.config, directory, options.tools);
  const given = {
    ...(await givenKeys(options.config, servers, directory)),
    ...(await madeUpSecrets(options.config, directory)),
  };
  const config = effectiveConfig(options.config, servers, { kubeconfig, given, mongodb });
  try {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: PROJECT, program: run },
      {
        pulumiCommand: await engineCommand(paths.launcher),
        pulumiHome: paths.home,
        workDir: paths.work,
        envVars: engineEnvironment(options),
      },
    );
    const command = commandStack(name, options, () => undefined);
    await writeConfig(command, configFile(directory, name), config);
    return stack;
  } catch (error) {
    const isEngines = error instanceof CommandError || error instanceof PulumiCommandError;
    throw isEngines ? refusedState(name, directory, error.message) : error;
  }
}

const engineCommands = new Map<string, PulumiCommand>();

/** The engine by its launcher. It is asked for its version once, which takes a quarter of a second. */
async function engineCommand(launcher: string): Promise<PulumiCommand> {
  // The API adds `bin/pulumi` itself.
  const root = dirname(dirname(launcher));
  const command = engineCommands.get(root) ?? (await PulumiCommand.get({ root }));
  engineCommands.set(root, command);
  return command;
}

const ProjectFile = z.object({
  name: z.literal(PROJECT),
  config: z.record(z.string(), z.unknown()).default({}),
});

/** The project as `Pulumi.yaml` has it, without how to start the program: that is already running. */
function writeProjectFile(folder: string): void {
  const text = readFileSync(join(PROJECT_ROOT, "Pulumi.yaml"), "utf8");
  const project = ProjectFile.parse(parse(text));
  writePrivateFile(join(folder, "Pulumi.yaml"), stringify({ ...project, runtime: "nodejs" }));
}
