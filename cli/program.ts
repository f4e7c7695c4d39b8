import { spawn } from "node:child_process";

/** A program that is needed and is not there. */
export class MissingProgram extends Error {
  override readonly name = "MissingProgram";
}

export interface Ended {
  /** 0 where all is well. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the operator gets the programs that a run needs. */
const SOURCES = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  doctl: "https://docs.digitalocean.com/reference/doctl/how-to/install/",
  kubectl: "https://kubernetes.io/docs/tasks/tools/",
  pulumi: "https://www.pulumi.com/docs/install/",
} as const;

/** Runs a program of the PATH to its end. @throws MissingProgram */
export const run = (
  program: keyof typeof SOURCES,
  parameters: readonly string[],
  input = "",
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: "pipe" });
    const printed: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
    child.stdout.on("data", (part: Buffer) => printed.stdout.push(part));
    child.stderr.on("data", (part: Buffer) => printed.stderr.push(part));
    child.on("error", () =>
      reject(
        new MissingProgram(
          `The program ${program} is not on the PATH of this run, and a workflow cannot be run without it. ` +
            `Install it (${SOURCES[program]}) and run the same command again.`,
        ),
      ),
    );
    child.on("close", (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(printed.stdout).toString("utf8"),
        stderr: Buffer.concat(printed.stderr).toString("utf8"),
      }),
    );
    // A program that ends at once does not read it.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });

/** What is asked of a program. */
export interface Question {
  readonly command: readonly string[];
  /** Options that no message needs to repeat. @default - none */
  readonly options?: readonly string[];
  /** What cannot be known without the answer, as a sentence without its end. */
  readonly unknown: string;
  /** What to look at where there is none. */
  readonly hint: string;
}

/** What a program prints that must succeed. @throws Error with its own words, MissingProgram */
export async function answerOf(
  program: keyof typeof SOURCES,
  { command, options = [], unknown, hint }: Question,
): Promise<string> {
  const { code, stdout, stderr } = await run(program, [...command, ...options]);
  if (code === 0) return stdout;
  throw new Error(
    `${unknown}: ${program} ${command.join(" ")}: ${stderr.trim()}\n` +
      `Put that right and run the same command again. ${hint}`,
  );
}
