import type { Report } from "../../sandbox/contract";
import type { RunningSandbox } from "../../sandbox/engine/running";

/** A sandbox to measure on. */
export interface Bench extends RunningSandbox {
  /** Tells what is measured now. */
  readonly report: Report;
  /** Aborted when the operator interrupts the command. */
  readonly signal: AbortSignal;
}
