import { readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isSystemError } from "../servers/files";
import { identityOf } from "../servers/proc";
import { enginePaths, PROJECT } from "./paths";

/** What the engine writes into the lock of a stack: who holds it. */
const StackLock = z.looseObject({
  pid: z.number(),
  hostname: z.string(),
  timestamp: z.string(),
});
export type StackLock = z.infer<typeof StackLock>;

/** The locks on a stack of a sandbox. There is at most one, unless two runs met. */
export function stackLocks(directory: string, stack: string): readonly StackLock[] {
  const folder = join(
    enginePaths(directory).state,
    ...[".pulumi", "locks", "organization", PROJECT, stack],
  );
  return filesOf(folder).map((file) =>
    StackLock.parse(JSON.parse(readFileSync(join(folder, file), "utf8"))),
  );
}

/**
 * Whether the run that took a lock may still be at work. A process number of another machine tells nothing, so its
 * lock counts as held.
 */
export function isHeld(lock: StackLock): boolean {
  return lock.hostname !== hostname() || identityOf(lock.pid) !== undefined;
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith(".json"));
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return [];
    throw error;
  }
}
