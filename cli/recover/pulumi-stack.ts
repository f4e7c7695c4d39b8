import { spawn } from "node:child_process";
import { z } from "zod";
import { isDead, locksIn } from "./lock";
import type { RecoverableStack } from "./recover";

/** The engine's command failed; its own words are the message. */
export class PulumiCommandError extends Error {
  override readonly name = "PulumiCommandError";
}

const Exported = z.looseObject({ version: z.number(), deployment: z.unknown() });
const Configuration = z.record(z.string(), z.looseObject({ value: z.string().optional() }));

export interface PulumiStackOptions {
  readonly stack: string;
  /** Folder with the project file: the root of the checkout. */
  readonly directory: string;
  readonly report: (line: string) => void;
  /** @default - the engine on PATH */
  readonly program?: string;
  /** @default - that of this process */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A stack by way of the `pulumi` command, which hands out its state with all secrets encrypted. */
export class PulumiStack implements RecoverableStack {
  constructor(private readonly options: PulumiStackOptions) {}

  async exportDeployment(): Promise<unknown> {
    const exported = await this.pulumi(["stack", "export"]);
    return Exported.parse(JSON.parse(exported)).deployment;
  }

  /** Writes the state; takes away the lock of a run that was killed on this machine, if it stands in the way. */
  async importDeployment(deployment: object): Promise<void> {
    const write = () =>
      this.pulumi(["stack", "import"], JSON.stringify({ version: 3, deployment }));
    try {
      await write();
    } catch (error) {
      const locks = error instanceof PulumiCommandError ? locksIn(error.message) : [];
      if (locks.length === 0 || !locks.every(isDead)) throw error;
      await this.pulumi(["cancel", "--yes"]);
      for (const { pid, since } of locks)
        this.options.report(
          `Removed the lock that process ${pid} left when it was killed (${since}).`,
        );
      await write();
    }
  }

  async refresh(): Promise<void> {
    await this.pulumi(["refresh", "--yes", "--skip-preview"]);
  }

  /** Values of the stack's configuration as text, secrets in clear, by their full keys. */
  async configuration(): Promise<ReadonlyMap<string, string>> {
    const printed = await this.pulumi(["config", "--json", "--show-secrets"]);
    const entries = Object.entries(Configuration.parse(JSON.parse(printed)));
    return new Map(entries.map(([key, { value = "" }]) => [key, value]));
  }

  /** Encrypts a setting in the stack's file. */
  async setSecret(key: string, value: string): Promise<void> {
    await this.pulumi(["config", "set", "--secret", key], value);
  }

  /** Runs the command. Gives what it prints. @throws PulumiCommandError */
  private pulumi(parameters: readonly string[], input = ""): Promise<string> {
    const { stack, directory, program = "pulumi", environment = process.env } = this.options;
    const command = [...parameters, "--stack", stack, "--non-interactive", "--color=never"];
    return new Promise((resolve, reject) => {
      const child = spawn(program, command, {
        cwd: directory,
        env: environment,
        stdio: ["pipe", "pipe", "pipe"],
      });
      const [output, errors]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on("data", (part: Buffer) => output.push(part));
      child.stderr.on("data", (part: Buffer) => errors.push(part));
      child.on("error", (error) => reject(new PulumiCommandError(error.message)));
      child.on("close", (code) => {
        const printed = Buffer.concat(output).toString("utf8");
        if (code === 0) return resolve(printed);
        const words = Buffer.concat(errors).toString("utf8").trim() || printed.trim();
        reject(new PulumiCommandError(`pulumi ${parameters.join(" ")}: ${words}`));
      });
      child.stdin.end(input);
    });
  }
}
