import { spawn } from "node:child_process";
import { constants } from "node:os";
import { SANDBOX_STACK } from "../../stacks/stack-file";
import { OperatorError } from "../contract";
import { shellEnvironment } from "../engine/environment";
import { attachedStandIns } from "../engine/stand-ins";
import { runningServers } from "../servers";
import type { Verb } from "./verb";

/**
 * Opens a shell in which `kubectl` and `pulumi` work on the sandbox; `shell -- command ...` runs one command so, and
 * gives its exit code.
 */
export const shell: Verb = ({ directory, report }, parameters) => {
  const servers = runningServers(directory);
  const attach = attachedStandIns(directory);
  if (servers === undefined || attach === undefined)
    throw new OperatorError(
      'The sandbox does not run, or not all of it. Start it with "npm run sandbox" and run the same command again.',
    );
  const [program = process.env.SHELL ?? "sh", ...rest] = parameters;
  if (parameters.length === 0)
    report(`kubectl and pulumi work on the sandbox in this shell; leave it with "exit".`);
  const environment = shellEnvironment({ directory, attach }, servers, SANDBOX_STACK);
  return run(program, rest, { ...process.env, ...environment });
};

function run(
  program: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  return new Promise((resolve, reject) => {
    // Ctrl-C is meant for the program in the shell, which gets it too; this process waits for it to end.
    const ignore = (): void => undefined;
    process.on("SIGINT", ignore);
    const child = spawn(program, parameters, { stdio: "inherit", env: environment });
    child.on("error", (error) =>
      reject(new OperatorError(`${program} cannot be run: ${error.message}.`)),
    );
    child.on("exit", (code, signal) => {
      process.off("SIGINT", ignore);
      resolve(code ?? exitCodeOf(signal));
    });
  });
}

/** As shells report a program that a signal ended. */
const exitCodeOf = (signal: NodeJS.Signals | null): number =>
  128 + (signal === null ? 0 : constants.signals[signal]);
