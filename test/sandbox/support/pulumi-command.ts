import { spawn, type ChildProcess } from "node:child_process";
import { PROJECT_ROOT } from "../../../sandbox/directories";
import { shellEnvironment } from "../../../sandbox/engine/environment";
import { sandbox } from "./sandbox";

/** A command that an operator would have typed in the checkout. */
export interface TypedCommand {
  /** Resolves when it has ended: exit code, `null` if it was killed, and all that it printed. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** What it has printed so far. */
  printed(): string;
  /** Kills the program, and nothing else, without a word. */
  kill(): void;
  /** Sends the program what Ctrl-C sends. */
  interrupt(): void;
}

/**
 * Starts `pulumi` on a stack of the sandbox, as `npm run sandbox -- shell` would: with the program run by the
 * language host in a process of its own. The stack's configuration is that of the last `openTestStack`.
 */
export const pulumi = (stack: string, ...parameters: readonly string[]): TypedCommand =>
  typed(stack, "pulumi", [...parameters, "--non-interactive", "--color=never"]);

/** Starts one of the project's npm scripts, in the same shell. */
export const npmRun = (
  stack: string,
  script: string,
  ...parameters: readonly string[]
): TypedCommand => typed(stack, "npm", ["run", "--silent", script, "--", ...parameters]);

function typed(stack: string, program: string, parameters: readonly string[]): TypedCommand {
  const { directory, attach, servers } = sandbox();
  const environment = shellEnvironment({ directory, attach }, servers, stack);
  const child = spawn(program, parameters, {
    cwd: PROJECT_ROOT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts: Buffer[] = [];
  const printed = (): string => Buffer.concat(parts).toString("utf8");
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.on("data", (part: Buffer) => parts.push(part));
  return {
    ended: outcome(child, printed),
    printed,
    kill: () => void child.kill("SIGKILL"),
    interrupt: () => void child.kill("SIGINT"),
  };
}

const outcome = (child: ChildProcess, printed: () => string): TypedCommand["ended"] =>
  new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: printed() }));
  });
