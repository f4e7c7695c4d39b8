import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { decompress } from "fzstd";
import { PROJECT_ROOT } from "../../sandbox/directories";
import type { StackConfig } from "../../sandbox/engine/config";
import { shellEnvironment } from "../../sandbox/engine/environment";
import { destroy, up } from "../../sandbox/engine/operations";
import { enginePaths, PROJECT } from "../../sandbox/engine/paths";
import type { Changes } from "../../sandbox/engine/run-record";
import { openStack } from "../../sandbox/engine/stack";
import { run } from "../../sandbox/toolchain/command";
import { timed } from "../timed";
import type { Bench } from "./bench";

/** Name of the stack that is measured. */
const STACK = "bench";

/** The state of a stack as the backend keeps it, compressed, and as the engine has it. */
export interface StateSize {
  readonly storedBytes: number;
  readonly plainBytes: number;
}

/** The stack that is measured, on a sandbox that runs. */
export class BenchStack {
  constructor(private readonly bench: Bench) {}

  /**
   * Makes the sandbox match `config`. Gives the seconds that the engine took, the program included.
   *
   * @param parallel how many operations the engine runs at once. @default - as the sandbox has it
   */
  async up(config: StackConfig, parallel?: number): Promise<number> {
    const { seconds } = await this.upOnce(config, parallel);
    return seconds;
  }

  /** As {@link up}, where nothing should change. @throws Error if something did */
  async unchanged(config: StackConfig): Promise<number> {
    const { seconds, changes } = await this.upOnce(config);
    const changed = Object.keys(changes).filter((kind) => kind !== "same");
    if (changed.length > 0) {
      throw new Error(`nothing should have changed, but there was: ${JSON.stringify(changes)}`);
    }
    return seconds;
  }

  /** Seconds of `pulumi up` from a shell with the settings of the last run, where nothing should change. */
  async unchangedFromShell(): Promise<number> {
    const { directory, attach, servers } = this.bench;
    const environment = shellEnvironment({ directory, attach }, servers, STACK);
    const pulumi = join(enginePaths(directory).commands, "pulumi");
    const parameters = ["up", "--yes", "--skip-preview", "--expect-no-changes"];
    const { seconds } = await timed(() =>
      run(pulumi, parameters, {
        directory: PROJECT_ROOT,
        environment: { ...process.env, ...environment },
      }),
    );
    return seconds;
  }

  /** Deletes all that the stack has. Gives the seconds that it took. */
  async destroy(config: StackConfig, parallel?: number): Promise<number> {
    const stack = await this.open(config, parallel);
    const { seconds } = await timed(() => destroy(stack, this.options));
    return seconds;
  }

  /** The resources of the stack, with its secrets in clear. */
  async deployment(config: StackConfig): Promise<unknown> {
    const stack = await this.open(config);
    const exported: { readonly deployment: unknown } = await stack.exportStack();
    return exported.deployment;
  }

  /** Size of the file that the engine keeps of the stack and writes anew after every operation. */
  stateSize(): StateSize {
    const folder = join(enginePaths(this.bench.directory).state, ".pulumi", "stacks", PROJECT);
    // The file before it is kept as a backup, under another name.
    const stored = readFileSync(join(folder, `${STACK}.json.zst`));
    return { storedBytes: stored.length, plainBytes: decompress(stored).length };
  }

  private async upOnce(
    config: StackConfig,
    parallel?: number,
  ): Promise<{ readonly seconds: number; readonly changes: Changes }> {
    const stack = await this.open(config, parallel);
    const { seconds, result } = await timed(() => up(stack, this.options));
    return { seconds, changes: result.changes };
  }

  private async open(config: StackConfig, parallel?: number): Promise<Stack> {
    const stack = await openStack({ ...this.bench, name: STACK, config });
    if (parallel !== undefined) {
      const { workspace } = stack;
      workspace.envVars = { ...workspace.envVars, PULUMI_PARALLEL: String(parallel) };
    }
    return stack;
  }

  private get options() {
    const { directory, signal } = this.bench;
    return { directory, signal, report: () => undefined };
  }
}
