import { spawn } from "node:child_process";
import { z } from "zod";
import type { RecoverableStack } from "./recover";

/** The engine's command failed; its own words are the message. */
export class PulumiCommandError extends Error {
  override readonly name = "PulumiCommandError";
}

const Exported = z.looseObject({ version: z.number(), deployment: z.unknown() });
const Configuration = z.record(z.string(), z.looseObject({ value: z.string().optional() }));

/** A stack of this checkout, by way of the `pulumi` command. */
export class PulumiStack implements RecoverableStack {
  constructor(
    private readonly stack: string,
    /** Root of the checkout. */
    private readonly directory: string,
  ) {}

  async exportDeployment(): Promise<unknown> {
    const exported = await this.pulumi(["stack", "export"]);
    return Exported.parse(JSON.parse(exported)).deployment;
  }

  async importDeployment(deployment: object): Promise<void> {
    await this.pulumi(["stack", "import"], JSON.stringify({ version: 3, deployment }));
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

  /** Runs the command. Gives what it prints. @throws PulumiCommandError */
  private pulumi(parameters: readonly string[], input = ""): Promise<string> {
    const command = [...parameters, "--stack", this.stack, "--non-interactive", "--color=never"];
    return new Promise((resolve, reject) => {
      const child = spawn("pulumi", command, {
        cwd: this.directory,
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
