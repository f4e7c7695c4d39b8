import { OperatorError } from "../contract";
import type { Report } from "../contract";
import { isListening, refuseTakenPort } from "./ports";
import { isRunning, logFile, logTail, runningProcess, startProcess } from "./process";
import type { ProcessPlan } from "./process";
import { pollUntil } from "./wait";

/** How long a server may take until it answers, in milliseconds; the slowest took 7 s on two busy cores. */
export const START_PATIENCE = 40_000;

/** A server to be run, and how to know that it works. */
export interface ServerPlan extends ProcessPlan {
  /** What the operator calls it. */
  readonly title: string;
  readonly ports: readonly number[];
  /** Asked again and again, but not before the ports are known to be the server's own. */
  readonly ready: () => Promise<boolean>;
}

/** One call that starts servers. */
export interface Start {
  readonly directory: string;
  readonly report: Report;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Names of what this call has started; what ran before is not in it. */
  readonly started: string[];
}

/**
 * Keeps a server that runs, starts one that does not, and returns when it answers.
 * @throws OperatorError where its port is taken, it ends, or it does not answer in time
 */
export async function ensureServer(start: Start, plan: ServerPlan): Promise<void> {
  const { directory, report, signal, started } = start;
  signal.throwIfAborted();
  const before = performance.now();
  const ran = isRunning(directory, plan.name);
  if (!ran) {
    for (const port of plan.ports) refuseTakenPort(plan.title, port);
    startProcess(directory, plan);
    started.push(plan.name);
  }
  const answers = (): Promise<boolean> => looksWell(directory, plan);
  if (!(await pollUntil(answers, START_PATIENCE, signal)))
    throw serverFailure(directory, plan, `does not answer within ${START_PATIENCE / 1000} seconds`);
  if (!ran)
    report(`${plan.title} started in ${((performance.now() - before) / 1000).toFixed(1)} s`);
}

async function looksWell(directory: string, plan: ServerPlan): Promise<boolean> {
  const process = runningProcess(directory, plan.name);
  if (!process) throw serverFailure(directory, plan, "ended while it started");
  return (
    plan.ports.every((port) => isListening(plan.title, port, process.pid)) && (await plan.ready())
  );
}

/** Says what happened to a server, shows the end of its log, and names the next step. */
export function serverFailure(
  directory: string,
  { name, title }: { readonly name: string; readonly title: string },
  what: string,
): OperatorError {
  const lines = logTail(directory, name).map((line) => `  ${line}`);
  return new OperatorError(
    `${title} ${what}. The last lines of its log, ${logFile(directory, name)}:\n` +
      `${lines.join("\n")}\n` +
      `Put right what the log names, run "npm run sandbox -- down" and then the same command again; ` +
      `"npm run sandbox -- wipe" instead of "down" deletes the data too.`,
  );
}
