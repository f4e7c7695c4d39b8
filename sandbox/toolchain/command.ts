import { execFile } from "node:child_process";

/** Room for what a command prints: a compiler's complaints are long, and cutting them would end the command. */
const MAXIMUM_OUTPUT_BYTES = 64 * 1024 * 1024;

/** A command that could not be started, or that ended with another code than 0. */
export class CommandError extends Error {
  override readonly name = "CommandError";

  constructor(
    readonly commandLine: string,
    /** What it printed on both streams; the reason where it could not be started. */
    readonly output: string,
  ) {
    super(`"${commandLine}" failed:\n${output}`);
  }
}

/** Where and how a command runs. */
export interface CommandOptions {
  readonly directory?: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end, without a shell.
 *
 * @returns what it printed on its standard output
 * @throws CommandError if it cannot be started or does not end with code 0
 */
export function run(
  program: string,
  commandArguments: readonly string[],
  { directory, environment }: CommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: directory, env: environment, maxBuffer: MAXIMUM_OUTPUT_BYTES };
    execFile(program, [...commandArguments], options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const output = `${stdout}${stderr}`.trim();
      const commandLine = [program, ...commandArguments].join(" ");
      reject(new CommandError(commandLine, output === "" ? error.message : output));
    });
  });
}

/** The end of a command's output, where the reason of a failure stands. */
export function lastLines(output: string, count: number): string {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}
