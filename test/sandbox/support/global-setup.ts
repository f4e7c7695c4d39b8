import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { PROJECT_ROOT } from "../../../sandbox/directories";
import { forgetOwnPulumi } from "../../../sandbox/engine/environment";
import { startSandbox, type RunningSandbox } from "../../../sandbox/engine/running";
import { wipe } from "../../../sandbox/servers";
import { acquireTools } from "../../../sandbox/toolchain/acquire";

declare module "vitest" {
  interface ProvidedContext {
    /** The one sandbox of all test files. */
    readonly sandbox: RunningSandbox;
  }
}

/** Beside the operator's own sandbox. Always the same, so that what a killed test run left is found and removed. */
const DIRECTORY = join(PROJECT_ROOT, ".sandbox-test");

const quiet = (): void => undefined;

/**
 * Brings up the servers for all tests against real ones: fresh, in a folder of their own, on free ports. The programs
 * come from the operator's cache. Returns what removes everything again.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  forgetOwnPulumi(process.env);
  const tools = await acquireTools((line) => console.log(line));
  await wipe(DIRECTORY, quiet);
  project.provide("sandbox", await startSandbox(tools, DIRECTORY, quiet));
  return () => wipe(DIRECTORY, quiet);
}
