import { join } from "node:path";

/** Name of the project, as `Pulumi.yaml` has it. It is part of every URN. */
export const PROJECT = "openedx";

/** Where the engine keeps its things in the folder of a sandbox. */
export const enginePaths = (directory: string) => ({
  /** State of the stacks, in the layout of Pulumi's file backend. */
  state: join(directory, "state"),
  /** Pulumi's own settings and plugins, so that the operator's `~/.pulumi` stays as it is. */
  home: join(directory, "pulumi-home"),
  /** Working directory of the engine: project file and configuration of the stacks. */
  work: join(directory, "engine"),
  /** The programs that a shell needs, see `linkCommands`. */
  commands: join(directory, "bin"),
  /** The engine as the Automation API starts it, see `writeLauncher`. */
  launcher: join(directory, "engine", "bin", "pulumi"),
  passphrase: join(directory, "passphrase"),
  log: join(directory, "log"),
});

/** The configuration that a stack runs with: the operator's stack file, completed by the running servers. */
export const configFile = (directory: string, stack: string): string =>
  join(enginePaths(directory).work, `Pulumi.${stack}.yaml`);
