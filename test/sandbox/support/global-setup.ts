import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { PROJECT_ROOT } from "../../../sandbox/directories";
import { forgetOwnPulumi } from "../../../sandbox/engine/environment";
import { wipe } from "../../../sandbox/servers";
import { acquireTools } from "../../../sandbox/toolchain/acquire";
import type { Tools } from "../../../sandbox/contract";

declare module "vitest" {
  interface ProvidedContext {
    readonly tools: Tools;
    /** Folders for sandboxes, one for each worker; the first that takes it has it. */
    readonly directories: readonly string[];
  }
}

/** Beside the operator's own sandbox. Always the same, so that what a killed test run left is found and removed. */
const DIRECTORY = join(PROJECT_ROOT, ".sandbox-test");

const quiet = (): void => undefined;

/**
 * Makes ready what tests against real servers need: the programs, which come from the operator's cache, and a place for
 * the sandbox of each worker. Returns what removes everything again.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  forgetOwnPulumi(process.env);
  const { maxWorkers } = project.config;
  const directories = Array.from({ length: Number(maxWorkers) }, (_, index) =>
    join(DIRECTORY, String(index + 1)),
  );
  const wipeAll = async (): Promise<void> => {
    for (const directory of directories) await wipe(directory, quiet);
    rmSync(DIRECTORY, { recursive: true, force: true });
  };
  project.provide("tools", await acquireTools((line) => console.log(line)));
  project.provide("directories", directories);
  await wipeAll();
  return wipeAll;
}
