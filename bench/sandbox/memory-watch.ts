import { readdirSync, readFileSync } from "node:fs";
import { residentBytes } from "../../sandbox/servers/proc";
import { recordedNames, runningProcess } from "../../sandbox/servers/process";

/** How often memory is read, in milliseconds. */
const INTERVAL = 200;

/**
 * Watches the memory of a sandbox and of the commands that work on it. What processes share is counted for each of
 * them, so the sum is an upper bound.
 */
export class MemoryWatch {
  private peak = 0;
  private readonly timer: NodeJS.Timeout;

  /** @param root process that works on the sandbox; its descendants are watched as well */
  constructor(
    private readonly directory: string,
    private readonly root: number = process.pid,
  ) {
    this.timer = setInterval(() => this.read(), INTERVAL);
  }

  /** Ends the watch. Gives the most that was held at a time, in bytes. */
  stop(): number {
    clearInterval(this.timer);
    this.read();
    return this.peak;
  }

  private read(): void {
    const servers = recordedNames(this.directory).flatMap(
      (name) => runningProcess(this.directory, name)?.pid ?? [],
    );
    // Servers may be children of the root, so the two are joined to a set.
    const all = new Set([...servers, ...familyOf(this.root)]);
    const sum = [...all].reduce((total, pid) => total + residentBytes(pid), 0);
    this.peak = Math.max(this.peak, sum);
  }
}

/** A process and all its descendants. */
const familyOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(familyOf)];

/** Children belong to the thread that started them: proc_pid_task(5). */
function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) => {
      const children = readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8");
      return children.split(" ").filter(Boolean).map(Number);
    });
  } catch {
    // It ended meanwhile.
    return [];
  }
}
