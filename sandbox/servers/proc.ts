import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { z } from "zod";
import { isSystemError } from "./files";

/**
 * One process and no later one: the kernel gives a number again after its process has ended, but never
 * the same number at the same clock tick of the same boot.
 */
export const ProcessIdentity = z.strictObject({
  pid: z.int().positive(),
  /** Clock ticks from boot to the start of the process: field 22 of `/proc/<pid>/stat` (proc(5)). */
  startTime: z.string(),
  /** Random name of the boot: `/proc/sys/kernel/random/boot_id`. */
  boot: z.string(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** Identity of the process that has this number now; undefined where none has, or only a dead one. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const stat = readProc(`${pid}/stat`);
  if (stat === undefined) return undefined;
  // The program's name, in brackets, may itself hold blanks and brackets; field 3 follows the last one.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startTime = rest[18];
  const dead = state === "Z" || state === "X";
  const boot = readProc("sys/kernel/random/boot_id")?.trim();
  return dead || startTime === undefined || boot === undefined
    ? undefined
    : { pid, startTime, boot };
}

/** Tells whether that very process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identityOf(identity.pid);
  return now?.startTime === identity.startTime && now.boot === identity.boot;
}

/** Memory of a process that is in RAM, in bytes; 0 where it cannot be read. */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(`${pid}/status`) ?? "")?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** Path of the program that a process runs, or at least its short name; undefined where neither can be read. */
export function programOf(pid: number): string | undefined {
  return readProcLink(`${pid}/exe`) ?? readProc(`${pid}/comm`)?.trim();
}

/** Numbers of the TCP ports that somebody listens on, each with its sockets' inodes. */
export function listeningPorts(): ReadonlyMap<number, readonly string[]> {
  const ports = new Map<number, string[]>();
  const tables = [readProc("net/tcp"), readProc("net/tcp6")];
  for (const line of tables.flatMap((table) => (table ?? "").split("\n").slice(1))) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state !== TCP_LISTEN || local === undefined || inode === undefined) continue;
    const port = Number.parseInt(local.slice(local.lastIndexOf(":") + 1), 16);
    ports.set(port, [...(ports.get(port) ?? []), inode]);
  }
  return ports;
}

/** `TCP_LISTEN` of the kernel's `include/net/tcp_states.h`, as the tables write it. */
const TCP_LISTEN = "0A";

/** Tells whether a process holds a socket. False also where this user may not look. */
export function holdsSocket(pid: number, inode: string): boolean {
  return listProc(`${pid}/fd`).some(
    (descriptor) => readProcLink(`${pid}/fd/${descriptor}`) === `socket:[${inode}]`,
  );
}

/** Number of the process that holds a socket; undefined where this user may not look. */
export function holderOfSocket(inode: string): number | undefined {
  return listProc("")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .find((pid) => holdsSocket(pid, inode));
}

const readProc = (path: string): string | undefined =>
  ifReadable(() => readFileSync(`/proc/${path}`, "utf8"));

const readProcLink = (path: string): string | undefined =>
  ifReadable(() => readlinkSync(`/proc/${path}`));

const listProc = (path: string): readonly string[] =>
  ifReadable(() => readdirSync(`/proc/${path}`)) ?? [];

/** A process may end, or belong to somebody else, at any moment while it is looked at. */
function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ESRCH", "EACCES", "EPERM")) return undefined;
    throw error;
  }
}
