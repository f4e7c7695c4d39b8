import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { identityOf, isAlive, ProcessIdentity } from "../servers/proc";

const POLL_MILLISECONDS = 200;

let claims = 0;

/**
 * Does `work` while no other process of this machine does work under the same lock file. The lock of a process that died is
 * taken over. Two waiters may, in a rare race, take over the same dead lock and both go on; so a lock saves double work, but
 * the work itself must be safe to do twice.
 *
 * @param waiting called once, with the number of the process that holds the lock, if it is taken
 */
export async function withLock<T>(
  file: string,
  waiting: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  let told = false;
  while (!claim(file)) {
    const content = readIfThere(file);
    if (content === undefined) continue;
    const holder = parseHolder(content);
    if (holder === undefined || !isAlive(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) waiting(holder.pid);
    told = true;
    await sleep(POLL_MILLISECONDS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Whether a process of that number runs at all. */
export function isProcessRunning(pid: number): boolean {
  return identityOf(pid) !== undefined;
}

/** Links a finished file into place: unlike creating and then writing it, nobody ever sees half a lock. */
function claim(file: string): boolean {
  claims += 1;
  const draft = `${file}.${process.pid}-${claims}`;
  const self = identityOf(process.pid);
  if (self === undefined) throw new Error("/proc, which tells processes apart, cannot be read");
  writeFileSync(draft, JSON.stringify(self));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** A file's text; nothing if it is not there, as for a lock that was just released. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Who holds the lock; nothing if the file is no lock of ours. */
function parseHolder(content: string): ProcessIdentity | undefined {
  try {
    return ProcessIdentity.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined;
  }
}
