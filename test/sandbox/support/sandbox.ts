import { inject } from "vitest";
import { startSandbox, type RunningSandbox } from "../../../sandbox/engine/running";

let running: RunningSandbox | undefined;

/** Brings up the sandbox of this worker, fresh and on free ports, before its first test file. */
export async function ensureSandbox(): Promise<void> {
  if (running !== undefined) return;
  const directory = inject("directories")[Number(process.env.VITEST_POOL_ID) - 1];
  if (directory === undefined) throw new Error("there is no folder for the sandbox of this worker");
  running = await startSandbox(inject("tools"), directory, () => undefined);
}

/** The sandbox that runs for all test files of this worker: where its servers are, and the programs. */
export function sandbox(): RunningSandbox {
  if (running === undefined) throw new Error("the sandbox of this worker has not been started");
  return running;
}
