import type { Stack } from "@pulumi/pulumi/automation";
import { SANDBOX_STACK } from "../../stacks/stack-file";
import { recoverStack } from "../engine/recover";
import { runningNames, startSandbox, stopAllBut, type RunningSandbox } from "../engine/running";
import { openStack } from "../engine/stack";
import { sandboxSettings } from "../engine/stack-file";
import { interruptible } from "../servers/interrupt";
import { acquireTools } from "../toolchain/acquire";
import type { VerbContext } from "./verb";

/** The sandbox's stack, ready for the engine. */
export interface OpenSandbox extends RunningSandbox {
  readonly stack: Stack;
  /** Aborted when the operator interrupts the command. */
  readonly signal: AbortSignal;
}

/**
 * Checks the stack file, starts what does not run, puts in order what a killed run left, and does `work` with the
 * stack. When the operator interrupts it, what this command has started is stopped again.
 *
 * @throws OperatorError
 */
export async function withSandboxStack<Result>(
  { directory, report }: VerbContext,
  work: (sandbox: OpenSandbox) => Promise<Result>,
): Promise<Result> {
  const config = sandboxSettings();
  const tools = await acquireTools(report);
  const ranBefore = runningNames(directory);
  return interruptible(async ({ signal }) => {
    try {
      const running = await startSandbox(tools, directory, report);
      signal.throwIfAborted();
      const stack = await openStack({ ...running, name: SANDBOX_STACK, config });
      await recoverStack(stack, { ...running, report, signal });
      signal.throwIfAborted();
      return await work({ ...running, stack, signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      await stopAllBut(directory, ranBefore);
      throw signal.reason;
    }
  });
}
