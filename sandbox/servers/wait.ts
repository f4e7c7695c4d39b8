import { setTimeout as sleep } from "node:timers/promises";

/** Pause between two looks, in milliseconds: short beside the quickest server's start (100 ms). */
const PAUSE = 25;

/**
 * Looks again and again until a condition holds. Returns whether it came to hold in time.
 * @param milliseconds how long to go on looking
 * @param signal ends the waiting with its reason as the error
 */
export async function pollUntil(
  condition: () => boolean | Promise<boolean>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + milliseconds;
  for (;;) {
    signal?.throwIfAborted();
    if (await condition()) return true;
    if (performance.now() >= end) return false;
    await sleep(PAUSE);
  }
}
