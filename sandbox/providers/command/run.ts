import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { OperatorError } from "../../contract";
import type { Attention } from "../contract";

/** A command, as the official plugin starts it. */
export interface CommandLine {
  /** Handed to the last of `interpreter` as one word. */
  readonly command: string;
  readonly interpreter: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** The streams whose lines the operator sees while it runs. */
  readonly logged: readonly Stream[];
}

export type Stream = "stdout" | "stderr";

/** What a command printed, without the line break at the end. */
export type Printed = Readonly<Record<Stream, string>>;

/**
 * Runs a command to its end, and until nothing holds its output any more.
 *
 * @param attention `signal` kills it
 * @throws OperatorError in the words of the official plugin where it does not end well, with all that it printed
 */
export async function run(line: CommandLine, attention: Attention): Promise<Printed> {
  const { command, folder, logged } = line;
  const all: Buffer[] = [];
  const parts: Record<Stream, Buffer[]> = { stdout: [], stderr: [] };
  const shown: Promise<void>[] = [];
  const failed = (reason: string): OperatorError =>
    new OperatorError(
      `${reason}: running ${JSON.stringify(command)}:\n${Buffer.concat(all).toString("utf8")}`,
    );
  if (!existsSync(folder)) throw failed(`chdir ${folder}: no such file or directory`);
  const child = start(line);
  const kill = (): void => void child.kill("SIGKILL");
  attention.signal?.addEventListener("abort", kill);
  if (attention.signal?.aborted) kill();
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (part: Buffer) => {
      all.push(part);
      parts[stream].push(part);
      if (!logged.includes(stream)) return;
      for (const text of part.toString("utf8").split("\n").filter(Boolean))
        shown.push(attention.tell?.(text) ?? Promise.resolve());
    });
  }
  const reason = await outcome(child);
  attention.signal?.removeEventListener("abort", kill);
  await Promise.all(shown);
  if (reason !== undefined) throw failed(reason);
  const text = (stream: Stream): string =>
    Buffer.concat(parts[stream]).toString("utf8").replace(/\n$/, "");
  return { stdout: text("stdout"), stderr: text("stderr") };
}

function start({ command, interpreter, folder, environment, stdin }: CommandLine) {
  const [program = "", ...parameters] = [...interpreter, command];
  const child = spawn(program, parameters, { cwd: folder, env: environment, stdio: "pipe" });
  // A command that does not read it closes the pipe.
  child.stdin.on("error", () => undefined);
  child.stdin.end(stdin);
  return child;
}

/** How Go tells of a program that did not end well; undefined where it did. */
const outcome = (child: ReturnType<typeof start>): Promise<string | undefined> =>
  new Promise((resolve) => {
    child.on("error", () => {
      const program = child.spawnfile;
      resolve(
        program.includes("/")
          ? `fork/exec ${program}: no such file or directory`
          : `exec: "${program}": executable file not found in $PATH`,
      );
    });
    child.on("close", (code, signal) => {
      if (signal !== null) resolve(`signal: ${SIGNALS[signal] ?? signal}`);
      else resolve(code === 0 ? undefined : `exit status ${code}`);
    });
  });

const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGKILL: "killed",
  SIGTERM: "terminated",
  SIGINT: "interrupt",
};
