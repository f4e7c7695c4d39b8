import { type RetryStrategy, WorkflowError } from "./fields";

/** One try of a container that did not succeed. */
export interface FailedAttempt {
  readonly phase: "Failed" | "Error";
  readonly message: string;
  readonly exitCode?: number;
  readonly finishedAt: Date;
}

/** What comes after a failed attempt. */
export type Decision =
  | { readonly next: "retry" }
  | { readonly next: "wait"; readonly until: Date; readonly message: string }
  | { readonly next: "end"; readonly message: string };

/**
 * Decides as Argo's controller does (`processNodeRetries`): it waits first, also where no retry follows.
 *
 * @param attempts so far, of which the last has just failed
 * @throws WorkflowError where the strategy is one that the runner does not know
 */
export function decide(
  strategy: RetryStrategy,
  attempts: readonly FailedAttempt[],
  now: Date,
  deadline: Date | undefined,
): Decision {
  const last = attempts.at(-1);
  if (last === undefined) return { next: "retry" };
  if (deadline !== undefined && now > deadline)
    return { next: "end", message: `retry exceeded workflow deadline ${goTime(deadline)}` };
  const { limit = Infinity, backoff, expression } = strategy;
  if (backoff && attempts.length <= limit) {
    const seconds = secondsOf(backoff.duration) * (backoff.factor ?? 1) ** (attempts.length - 1);
    const until = new Date(last.finishedAt.getTime() + seconds * 1000);
    if (now < until) return { next: "wait", until, message: `Backoff for ${seconds}s` };
  }
  const policy = strategy.retryPolicy ?? (expression === undefined ? "OnFailure" : "Always");
  const excluded = { Always: undefined, OnFailure: "Error", OnError: "Failed" } as const;
  if (last.phase === excluded[policy]) return { next: "end", message: last.message };
  if (attempts.length > limit) return { next: "end", message: "No more retries left" };
  if (expression !== undefined && !evaluate(expression, last))
    return { next: "end", message: "retryStrategy.expression evaluated to false" };
  return { next: "retry" };
}

/** Makes sure that the runner can follow a strategy, before anything runs. @throws WorkflowError */
export function checkStrategy({ expression, backoff }: RetryStrategy): void {
  if (expression !== undefined) excludedCodes(expression);
  if (backoff) secondsOf(backoff.duration);
}

const evaluate = (expression: string, { exitCode = -1 }: FailedAttempt): boolean =>
  !excludedCodes(expression).includes(String(exitCode));

/** The one form of expression that is needed; another one is refused and not guessed at. */
function excludedCodes(expression: string): readonly string[] {
  const list = /^lastRetry\.exitCode not in \[((?:"-?\d+"(?:, )?)+)\]$/.exec(expression)?.[1];
  if (list !== undefined) return list.split(", ").map((code) => code.slice(1, -1));
  throw new WorkflowError(
    `the sandbox cannot run this workflow: it knows expressions such as ` +
      `'lastRetry.exitCode not in ["64"]' in retryStrategy, not ${JSON.stringify(expression)}`,
  );
}

/** Go's durations, or plain seconds. */
function secondsOf(duration: string): number {
  const [, amount, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(duration) ?? [];
  if (amount === undefined)
    throw new WorkflowError(`the sandbox cannot run this workflow: "${duration}" is no duration`);
  return Number(amount) * { ms: 0.001, s: 1, m: 60 }[unit as "ms" | "s" | "m"];
}

const goTime = (time: Date): string =>
  `${time.toISOString().replace("T", " ").slice(0, 19)} +0000 UTC`;
