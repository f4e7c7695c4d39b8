import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inject } from "vitest";
import { startSandbox, type RunningSandbox } from "../../../sandbox/engine/running";
import { isSystemError } from "../../../sandbox/servers/files";

let running: RunningSandbox | undefined;

/** Brings up a sandbox for this worker alone, fresh and on free ports, before its first test file. */
export async function ensureSandbox(): Promise<void> {
  if (running !== undefined) return;
  // Not by the number that vitest gives a worker: two that start when a project ends may have the same.
  const directory = inject("directories").find(takes);
  if (directory === undefined) throw new Error("there are more workers than folders for sandboxes");
  running = await startSandbox(inject("tools"), directory, () => undefined);
}

/** Takes a folder for this worker, unless another one has it. */
function takes(directory: string): boolean {
  mkdirSync(dirname(directory), { recursive: true });
  try {
    writeFileSync(`${directory}.taken`, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (isSystemError(error, "EEXIST")) return false;
    throw error;
  }
}

/** The sandbox that runs for all test files of this worker: where its servers are, and the programs. */
export function sandbox(): RunningSandbox {
  if (running === undefined) throw new Error("the sandbox of this worker has not been started");
  return running;
}
