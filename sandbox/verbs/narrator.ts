import type { Report } from "../contract";

/** Shortest time between two lines of progress, in milliseconds. */
const PACE = 1_000;

/**
 * Lets through so many lines that progress is seen, and not so many that nothing else is. A failure is always told.
 */
export function narrator(report: Report, now: () => number = () => performance.now()): Report {
  let last = -Infinity;
  return (line) => {
    const moment = now();
    if (!line.startsWith("failed:") && moment - last < PACE) return;
    last = moment;
    report(line);
  };
}
