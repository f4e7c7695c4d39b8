import { hostname } from "node:os";
import { isRunning } from "../process";

/** A lock on a stack, as the engine's refusal tells of it. */
export interface Lock {
  readonly host: string;
  readonly pid: number;
  readonly since: string;
}

/** `file:///...json: created by root@laptop (pid 42) at 2026-01-31T12:00:00Z`, one line a lock. */
const LOCK = /created by \S+@(\S+) \(pid (\d+)\) at (\S+)/g;

/** The locks that made the engine refuse; none if it refused for another reason. */
export const locksIn = (refusal: string): readonly Lock[] =>
  [...refusal.matchAll(LOCK)].map(([, host = "", pid, since = ""]) => ({
    host,
    pid: Number(pid),
    since,
  }));

/**
 * Whether the run that took the lock was killed. A process number of another machine tells nothing, so its lock
 * counts as held.
 */
export const isDead = ({ host, pid }: Lock): boolean => host === hostname() && !isRunning(pid);
