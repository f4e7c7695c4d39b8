import { fleetConfig } from "./fleet";
import { runProgramAlone, type ProgramRun } from "./program-alone";

/** What the program alone takes for a number of instances. */
export interface ProgramFigures {
  readonly instances: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMemoryBytes: number;
  readonly registrations: number;
  /** Dependencies that registrations name, without those of locks, which depend on all that they guard. */
  readonly dependencies: number;
  readonly lockDependencies: number;
  readonly largestMessageBytes: number;
  readonly messageBytes: number;
}

/** The program reads nothing of them but whether they are there. */
const SECRETS = { "openedx:kubeconfig": "apiVersion: v1", "openedx:mysqlAdminPassword": "made-up" };

/**
 * Measures the program alone: the median of a few runs by their time.
 *
 * @throws Error if the program fails, with what it said
 */
export async function measureProgram(instances: number, runs = 3): Promise<ProgramFigures> {
  const done: ProgramRun[] = [];
  for (let run = 0; run < runs; run++) {
    done.push(await runProgramAlone("bench", { plain: fleetConfig(instances), secrets: SECRETS }));
  }
  const [failed] = done.filter(({ exitCode }) => exitCode !== 0);
  if (failed !== undefined) {
    throw new Error(`the program failed:\n${[...failed.messages, failed.stderr].join("\n")}`);
  }
  const bySpeed = [...done].sort((one, other) => one.seconds - other.seconds);
  const median = bySpeed[Math.floor(bySpeed.length / 2)];
  if (median === undefined) throw new Error("at least one run is needed");
  return figuresOf(instances, median);
}

function figuresOf(instances: number, run: ProgramRun): ProgramFigures {
  const { registrations, seconds, processorSeconds, peakMemoryBytes } = run;
  const isLock = ({ name }: { readonly name: string }) => name.includes("-is-protected-");
  const [locks, others] = [
    registrations.filter(isLock),
    registrations.filter((registration) => !isLock(registration)),
  ];
  const bytes = registrations.map((registration) => registration.bytes);
  return {
    instances,
    seconds,
    processorSeconds,
    peakMemoryBytes,
    registrations: registrations.length,
    dependencies: sum(others.map(({ dependencies }) => dependencies)),
    lockDependencies: sum(locks.map(({ dependencies }) => dependencies)),
    largestMessageBytes: Math.max(...bytes),
    messageBytes: sum(bytes),
  };
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
