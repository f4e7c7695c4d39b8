import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { OperatorError } from "../contract";

/** How often a stand-in asks a server that is busy or broken, or looks for what it has made. The plugin of AWS asks 25 times. */
export const ATTEMPTS = 5;

/** Pause between two attempts, in milliseconds. Nothing gets better by waiting here. */
const PAUSE = 5;

export const moment = z.enum([
  "before create",
  "after create",
  "before update",
  "after update",
  "before delete",
  "after delete",
]);

/** When a fault strikes. */
export type Moment = z.infer<typeof moment>;

/** What goes wrong. */
export const faultKind = z.enum([
  /** It never answers. */
  "hold",
  /** It answers with an error, although the work may be done. The engine records nothing of it. */
  "fail",
  /** The server is busy: 429. The stand-in asks again, as official plugins do, and gives up after some attempts. */
  "throttle",
  /** The server is broken: 500. As `throttle`. */
  "break",
  /** The plugin waits too long. What was begun is done, if the moment is after it. */
  "timeout",
  /** It is made, and what comes after fails: the engine is told of both. */
  "unsettled",
  /** It is made, and not found by whoever looks, which the stand-in does some times: 404. */
  "late",
]);
export type FaultKind = z.infer<typeof faultKind>;

/** A resource is there and not as it should be. The engine records it, and takes care of it in the next run. */
export class NotSettled extends OperatorError {}

/** Whether a fault of the kind can strike at the moment. */
export const canStrike = (kind: FaultKind, when: Moment): boolean =>
  kind === "throttle" || kind === "break"
    ? when.startsWith("before")
    : (kind !== "unsettled" && kind !== "late") || when === "after create";

const ANSWERS = {
  throttle: "StatusCode: 429, ThrottlingException: Rate exceeded",
  break: "StatusCode: 500, InternalFailure: the server met an error of its own",
  late: "StatusCode: 404, NotFoundException: couldn't find resource",
} as const;

/**
 * Does to an operation what a fault of the kind does, but for holding it.
 *
 * @param strikes whether it strikes once more
 * @throws OperatorError, NotSettled where something is there
 */
export async function suffer(
  kind: Exclude<FaultKind, "hold">,
  { when, message }: { readonly when: Moment; readonly message?: string },
  strikes: () => boolean,
): Promise<void> {
  const Failure = when === "after create" && kind !== "fail" ? NotSettled : OperatorError;
  switch (kind) {
    case "throttle":
    case "break":
    case "late":
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (!strikes()) return;
        await sleep(PAUSE);
      }
      throw new Failure(message ?? `${ANSWERS[kind]} (after ${ATTEMPTS} attempts)`);
    case "timeout":
      if (strikes()) throw new Failure(message ?? "timeout while waiting for an answer");
      return;
    case "unsettled":
    case "fail":
      if (strikes()) throw new Failure(message ?? `a fault was asked for ${when}`);
      return;
    default:
      return kind satisfies never;
  }
}
