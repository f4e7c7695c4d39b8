import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../contract";
import {
  isSystemError,
  makePrivateDirectory,
  readIfPresent,
  readJson,
  writePrivateJson,
} from "./files";
import { identityOf, isAlive, ProcessIdentity } from "./proc";
import { pollUntil } from "./wait";

/** A program to run in the background under a name of its own. */
export interface ProcessPlan {
  /** Names its record and its log: lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly command: readonly string[];
  /** All that it gets beside PATH: what the caller's shell happens to hold configures no server. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

const recordsDirectory = (directory: string): string => join(directory, "processes");
const recordFile = (directory: string, name: string): string =>
  join(recordsDirectory(directory), `${name}.json`);

/** Where a server writes what it does; the run before is kept beside it as `<name>.previous.log`. */
export const logFile = (directory: string, name: string): string =>
  join(directory, "log", `${name}.log`);

/** Last lines of a server's log, without trailing blank ones. */
export function logTail(directory: string, name: string, lines = 8): readonly string[] {
  const text = readIfPresent(logFile(directory, name)) ?? "";
  return text.trimEnd().split("\n").slice(-lines);
}

/**
 * Starts a program that outlives this process and its terminal, and records which one it is. What is returned
 * may be watched for its end; it keeps nobody waiting.
 * @throws OperatorError where the program cannot be executed
 */
export function startProcess(directory: string, plan: ProcessPlan): ChildProcess {
  const [program = "", ...parameters] = plan.command;
  makePrivateDirectory(plan.workingDirectory);
  const log = openLog(directory, plan.name);
  const child = spawn(program, parameters, {
    cwd: plan.workingDirectory,
    // A session of its own: neither Ctrl-C nor the end of the terminal reaches it.
    detached: true,
    env: { PATH: process.env.PATH, ...plan.environment },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  // What goes wrong shows in the missing number; unheard, the event would end this process.
  child.on("error", () => undefined);
  child.unref();
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  if (identity === undefined)
    throw new OperatorError(
      `${plan.name} cannot be started: ${program} is missing, is not executable, or ended at once. ` +
        `Run "npm run sandbox" again, which gets programs that are missing.`,
    );
  writePrivateJson(recordFile(directory, plan.name), identity);
  return child;
}

function openLog(directory: string, name: string): number {
  const file = logFile(directory, name);
  makePrivateDirectory(join(directory, "log"));
  if (existsSync(file)) renameSync(file, join(directory, "log", `${name}.previous.log`));
  return openSync(file, "a", 0o600);
}

/** The process recorded under a name, if that very one still runs. */
export function runningProcess(directory: string, name: string): ProcessIdentity | undefined {
  const identity = readJson(recordFile(directory, name), ProcessIdentity);
  return identity && isAlive(identity) ? identity : undefined;
}

/** Tells whether the process recorded under a name still runs. */
export const isRunning = (directory: string, name: string): boolean =>
  runningProcess(directory, name) !== undefined;

/** Names of all that was started and not yet stopped, whether it still runs or not, in order. */
export function recordedNames(directory: string): readonly string[] {
  if (!existsSync(recordsDirectory(directory))) return [];
  return readdirSync(recordsDirectory(directory))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/**
 * Stops the process recorded under a name and forgets it; does nothing where it has ended.
 * @param graceMilliseconds how long it may take to end by itself before it is killed
 * @throws OperatorError where even the kill does not end it
 */
export async function stopProcess(
  directory: string,
  name: string,
  graceMilliseconds = 15_000,
): Promise<void> {
  const identity = runningProcess(directory, name);
  if (identity) {
    const ended = (): boolean => !isAlive(identity);
    signal(identity, "SIGTERM");
    if (!(await pollUntil(ended, graceMilliseconds))) signal(identity, "SIGKILL");
    if (!(await pollUntil(ended, 5_000)))
      throw new OperatorError(
        `${name} (process ${identity.pid}) does not end, not even when killed: it waits for the disk or the ` +
          `kernel. Run the same command again; if that does not help, restart the machine.`,
      );
  }
  rmSync(recordFile(directory, name), { force: true });
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    if (isAlive(identity)) process.kill(identity.pid, name);
  } catch (error) {
    // It ended between the look and the signal.
    if (!isSystemError(error, "ESRCH")) throw error;
  }
}
