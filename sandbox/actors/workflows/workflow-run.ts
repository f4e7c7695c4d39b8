import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../contract";
import { endAbandoned } from "./container";
import {
  type Attempt,
  attemptsIn,
  isDone,
  isFailed,
  nodesOf,
  type Phase,
  podName,
  time,
} from "./nodes";
import type { Plan } from "./plan";
import { interruption, type Pod, placeOf, runAttempt, type Workshop } from "./pod-attempt";
import { decide } from "./retries";

/** A workflow that this runner has claimed. */
export interface ClaimedWorkflow {
  readonly path: string;
  readonly namespace: string;
  readonly startedAt: Date;
  /** Of its status, where an earlier runner has begun it. */
  readonly nodes: unknown;
  readonly plan: Plan;
}

/** A phase that a workflow ends in. */
interface End {
  readonly phase: Phase;
  readonly message: string;
}

/**
 * Runs a workflow until it has ended, and tells its status as Argo's controller does.
 *
 * @param signal ends it, with an {@link Interruption} as the reason
 */
export async function runWorkflow(
  workshop: Workshop,
  workflow: ClaimedWorkflow,
  signal: AbortSignal,
): Promise<void> {
  const { plan, path, startedAt, namespace } = workflow;
  const { names } = plan;
  const tell = async (attempts: readonly Attempt[], { phase, message }: End): Promise<void> => {
    const nodes = nodesOf(names, attempts, { phase, message, startedAt });
    const changes = statusOf({ phase, message, nodes });
    // An API server that is started again is told nonetheless how the container has ended.
    while (interruption(signal)?.kind !== "left") {
      try {
        await workshop.api.patch(path, changes);
        return;
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
      }
    }
  };
  const podOf = (index: number): Pod => ({ name: podName(names, index), namespace, plan });
  const attempts = await closed(workshop, attemptsIn(names, workflow.nodes), podOf);
  for (;;) {
    const end = await nextStep(workflow, attempts, signal, (message) =>
      tell(attempts, { phase: "Running", message }),
    );
    if (end) return tell(attempts, end);
    const report = (attempt: Attempt): Promise<void> =>
      tell([...attempts, attempt], { phase: "Running", message: "" });
    attempts.push(await runAttempt(workshop, podOf(attempts.length), report, signal));
  }
}

/** Attempts of an earlier runner: what it left running is ended, as its end was not seen. */
async function closed(
  workshop: Workshop,
  earlier: readonly Attempt[],
  podOf: (index: number) => Pod,
): Promise<Attempt[]> {
  const close = async (attempt: Attempt, index: number): Promise<Attempt> => {
    if (isDone(attempt.phase)) return attempt;
    await endAbandoned(placeOf(workshop, podOf(index)));
    return { ...attempt, phase: "Error", message: "pod deleted", finishedAt: new Date() };
  };
  return Promise.all(earlier.map(close));
}

/** Waits for the next attempt. @returns how the workflow ends, where there is none */
async function nextStep(
  { plan, startedAt }: ClaimedWorkflow,
  attempts: readonly Attempt[],
  signal: AbortSignal,
  tell: (message: string) => Promise<void>,
): Promise<End | undefined> {
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  if (last.phase === "Succeeded") return { phase: "Succeeded", message: "" };
  if (isOver(signal)) return overBy(signal);
  const { retryStrategy } = plan.template;
  const end = (message: string): End => ({ phase: last.phase, message });
  if (retryStrategy === undefined) return end(last.message ?? "");
  for (;;) {
    const deadline = deadlineOf(plan, startedAt);
    const decision = decide(retryStrategy, attempts.filter(isFailed), new Date(), deadline);
    if (decision.next === "retry") return undefined;
    if (decision.next === "end") return end(decision.message);
    await tell(decision.message);
    await sleep(decision.until.getTime() - Date.now(), undefined, { signal }).catch(
      () => undefined,
    );
    if (isOver(signal)) return overBy(signal);
  }
}

/** When a workflow must have ended. */
export const deadlineOf = ({ activeDeadlineSeconds }: Plan, startedAt: Date): Date | undefined =>
  activeDeadlineSeconds === undefined
    ? undefined
    : new Date(startedAt.getTime() + activeDeadlineSeconds * 1000);

/** A deadline is weighed with the other reasons for no further attempt. */
const isOver = (signal: AbortSignal): boolean =>
  signal.aborted && interruption(signal)?.kind !== "deadline";

const overBy = (signal: AbortSignal): End => ({
  phase: "Failed",
  message: interruption(signal)?.message ?? "",
});

/** The changes that tell a workflow's state. */
export function statusOf(state: {
  readonly phase: Phase;
  readonly message: string;
  readonly nodes?: object;
}): object {
  const done = isDone(state.phase);
  return {
    metadata: {
      labels: {
        "workflows.argoproj.io/phase": state.phase,
        "workflows.argoproj.io/completed": String(done),
      },
    },
    status: {
      ...state,
      progress: state.phase === "Succeeded" ? "1/1" : "0/1",
      finishedAt: done ? time(new Date()) : null,
      ...(done ? { conditions: [{ type: "Completed", status: "True" }] } : {}),
    },
  };
}
