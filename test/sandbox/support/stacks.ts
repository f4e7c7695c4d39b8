import type { Stack } from "@pulumi/pulumi/automation";
import { parseDeployment } from "../../../cli/recover/deployment";
import type { Servers } from "../../../sandbox/contract";
import type { StackConfig } from "../../../sandbox/engine/config";
import * as operations from "../../../sandbox/engine/operations";
import { recoverStack } from "../../../sandbox/engine/recover";
import { openStack } from "../../../sandbox/engine/stack";
import { sandboxSettings } from "../../../sandbox/engine/stack-file";
import { sandbox } from "./sandbox";

/**
 * Opens a stack of the running sandbox with the committed settings, changed where the test says so. Opening it again
 * with other changes is editing its file.
 *
 * @param changes settings to replace, by their full keys: `{ "openedx:instances": [...] }`
 * @param servers where the servers are and how to log in, as the operator has it, rightly or wrongly
 */
export const openTestStack = (
  name: string,
  changes: StackConfig = {},
  servers: Servers = sandbox().servers,
): Promise<Stack> =>
  openStack({ ...sandbox(), servers, name, config: { ...sandboxSettings(), ...changes } });

/** A section of the committed settings with some of its settings replaced, by its full key. */
export const sectionWith = (key: string, changes: object): StackConfig => ({
  [key]: Object.assign({}, sandboxSettings()[key], changes),
});

const quiet = () => ({ directory: sandbox().directory, report: () => undefined });

/** The engine's runs. Each gives what changed, by kind, and all that was printed; a failure is an `EngineError`. */
export const up = (stack: Stack) => operations.up(stack, quiet());
export const preview = (stack: Stack) => operations.preview(stack, quiet());
export const destroy = (stack: Stack) => operations.destroy(stack, quiet());
export const refresh = (stack: Stack) => operations.refresh(stack, quiet());

/** The engine's messages of an `up` that must fail. */
export async function failuresOf(stack: Promise<Stack>): Promise<readonly string[]> {
  const ended: unknown = await up(await stack).catch((error: unknown) => error);
  if (ended instanceof operations.EngineError) return ended.failures;
  throw new Error("this up was to be refused by the engine", { cause: ended });
}

/** Puts a stack in order after a killed run. Gives the lines that the operator sees. */
export async function recover(stack: Stack): Promise<readonly string[]> {
  const lines: string[] = [];
  await recoverStack(stack, { ...sandbox(), report: (line) => lines.push(line) });
  return lines;
}

/** What the engine had begun and not recorded when it last stopped: URNs, in order. */
export async function pendingOperations(stack: Stack): Promise<readonly string[]> {
  const exported = await stack.exportStack();
  return parseDeployment(exported.deployment)
    .pending_operations.map(({ resource }) => resource.urn)
    .sort();
}

/** Deletes all that a stack made, and the stack. */
export async function removeTestStack(stack: Stack): Promise<void> {
  await recover(stack);
  await destroy(stack);
  await stack.workspace.removeStack(stack.name);
}
