import { describe, expect, it } from "vitest";
import {
  checkStrategy,
  decide,
  type FailedAttempt,
} from "../../../sandbox/actors/workflows/retries";

const NOW = new Date("2026-01-01T00:01:00Z");

/** Attempts that ended so many seconds ago, the last of them now and then. */
const failed = (secondsAgo: number, exitCode?: number, count = 1): readonly FailedAttempt[] =>
  Array.from({ length: count }, () => ({
    phase: exitCode === undefined ? "Error" : "Failed",
    message: "main: Error",
    exitCode,
    finishedAt: new Date(NOW.getTime() - secondsAgo * 1000),
  }));

const STRATEGY = {
  limit: 4,
  retryPolicy: "Always",
  expression: 'lastRetry.exitCode not in ["64", "77"]',
  backoff: { duration: "5s", factor: 2 },
} as const;

const decided = (attempts: readonly FailedAttempt[], deadline?: Date) =>
  decide(STRATEGY, attempts, NOW, deadline);

describe("decide", () => {
  it("waits twice as long each time", () => {
    const waits = [1, 2, 3, 4].map((count) => decided(failed(0, 75, count)));
    expect(waits).toEqual(
      [5, 10, 20, 40].map((seconds) => ({
        next: "wait",
        until: new Date(NOW.getTime() + seconds * 1000),
        message: `Backoff for ${seconds}s`,
      })),
    );
  });

  it("tries again after the wait, and where the container's end was not seen", () => {
    expect(decided(failed(6, 75))).toEqual({ next: "retry" });
    expect(decided(failed(6))).toEqual({ next: "retry" });
    expect(decided([])).toEqual({ next: "retry" });
  });

  it("waits before it decides against a further try, as Argo does", () => {
    expect(decided(failed(4, 64)).next).toBe("wait");
    expect(decided(failed(6, 64))).toEqual({
      next: "end",
      message: "retryStrategy.expression evaluated to false",
    });
  });

  it("ends after the last try without a wait", () => {
    expect(decided(failed(0, 75, 5))).toEqual({ next: "end", message: "No more retries left" });
  });

  it("ends at the workflow's deadline", () => {
    expect(decided(failed(0, 75), new Date("2026-01-01T00:00:59Z"))).toEqual({
      next: "end",
      message: "retry exceeded workflow deadline 2026-01-01 00:00:59 +0000 UTC",
    });
  });

  it("does not try an exit code again with OnError, nor an error with OnFailure", () => {
    const withPolicy = (retryPolicy: "OnError" | "OnFailure", attempts: readonly FailedAttempt[]) =>
      decide({ limit: 4, retryPolicy }, attempts, NOW, undefined);
    const end = { next: "end", message: "main: Error" };
    expect(withPolicy("OnError", failed(0, 75))).toEqual(end);
    expect(withPolicy("OnError", failed(0))).toEqual({ next: "retry" });
    expect(withPolicy("OnFailure", failed(0))).toEqual(end);
    expect(decide({ limit: 4 }, failed(0), NOW, undefined), "the default").toEqual(end);
  });
});

describe("checkStrategy refuses what it cannot follow", () => {
  it("another expression", () => {
    expect(() => checkStrategy({ expression: "asInt(lastRetry.exitCode) > 1" })).toThrow(
      `the sandbox cannot run this workflow: it knows expressions such as 'lastRetry.exitCode not in ["64"]' in retryStrategy, not "asInt(lastRetry.exitCode) > 1"`,
    );
  });

  it("something that is no duration", () => {
    expect(() => checkStrategy({ backoff: { duration: "soon" } })).toThrow(
      'the sandbox cannot run this workflow: "soon" is no duration',
    );
  });
});
