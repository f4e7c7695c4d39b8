import { spawn } from "node:child_process";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { MemoryWatch } from "./memory-watch";
import { timed } from "../timed";

/** What `npm run sandbox` takes, with all programs built before. */
export interface StartFigures {
  /** On an empty folder. */
  readonly firstSeconds: number;
  /** Again, while everything runs and nothing has changed. */
  readonly secondSeconds: number;
  /** The most memory that servers, stand-ins, engine and program held together. */
  readonly peakMemoryBytes: number;
}

/** Measures `npm run sandbox` in a folder that does not exist yet. Leaves the sandbox running. */
export async function measureStart(directory: string): Promise<StartFigures> {
  const first = await runSandbox(directory);
  const second = await runSandbox(directory);
  return {
    firstSeconds: first.seconds,
    secondSeconds: second.seconds,
    peakMemoryBytes: Math.max(first.peakMemoryBytes, second.peakMemoryBytes),
  };
}

interface Run {
  readonly seconds: number;
  readonly peakMemoryBytes: number;
}

async function runSandbox(directory: string): Promise<Run> {
  const child = spawn("npm", ["run", "sandbox"], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, OPENEDX_SANDBOX_DIR: directory },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const memory = new MemoryWatch(directory, child.pid);
  try {
    const { seconds, result: code } = await timed(
      () =>
        new Promise<number | null>((resolve, reject) => {
          child.on("error", reject);
          child.on("exit", resolve);
        }),
    );
    if (code !== 0) {
      throw new Error(`npm run sandbox ended with ${code}: run it by itself to see why`);
    }
    return { seconds, peakMemoryBytes: memory.stop() };
  } finally {
    memory.stop();
  }
}
