import { setMaxListeners } from "node:events";
import type { Report } from "../../sandbox/contract";
import { startSandbox } from "../../sandbox/engine/running";
import { wipe } from "../../sandbox/servers";
import { interruptible } from "../../sandbox/servers/interrupt";
import { acquireTools } from "../../sandbox/toolchain/acquire";
import type { Bench } from "./bench";
import { measureFleet, type FleetFigures } from "./fleet-figures";
import { versionsOf, type Versions } from "./versions";
import { measureStart, type StartFigures } from "./start-figures";
import { measureTunings, type TuningFigures } from "./tuning";

/** All that is measured on a sandbox. */
export interface SandboxFigures {
  readonly versions: Versions;
  readonly start: StartFigures;
  /** In the order of their numbers. The first one has no instance. */
  readonly fleets: readonly FleetFigures[];
  readonly tuningInstances: number;
  readonly tunings: readonly TuningFigures[];
}

/**
 * Measures on a sandbox of its own in `directory`, which is wiped before and after.
 *
 * @throws OperatorError if the sandbox does not start or the engine stops
 */
export async function measureSandbox(
  directory: string,
  instances: readonly number[],
  report: Report,
): Promise<SandboxFigures> {
  const tools = await acquireTools(report);
  return interruptible(async ({ signal }) => {
    // Every command of the engine listens to it and none stops listening.
    setMaxListeners(0, signal);
    try {
      await wipe(directory, quiet);
      report("npm run sandbox, twice");
      const start = await measureStart(directory);
      await wipe(directory, quiet);
      const sandbox = await startSandbox(tools, directory, quiet);
      return { start, ...(await measureFleets({ ...sandbox, signal, report }, instances)) };
    } finally {
      await wipe(directory, quiet);
    }
  });
}

async function measureFleets(
  bench: Bench,
  instances: readonly number[],
): Promise<Omit<SandboxFigures, "start">> {
  const fleets: FleetFigures[] = [];
  for (const count of [0, ...instances]) {
    bench.signal.throwIfAborted();
    fleets.push(await measureFleet(bench, count));
  }
  const tuningInstances = Math.min(TUNING_INSTANCES, Math.max(...instances));
  const tunings = await measureTunings(bench, tuningInstances);
  return { versions: await versionsOf(bench), fleets, tuningInstances, tunings };
}

const quiet: Report = () => undefined;

/** Enough to keep the engine busy, few enough to be done several times. */
const TUNING_INSTANCES = 10;
