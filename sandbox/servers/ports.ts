import { randomInt } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../contract";
import { readJson, writePrivateJson } from "./files";
import { holderOfSocket, holdsSocket, listeningPorts, programOf } from "./proc";

/** All servers listen here and nowhere else. */
export const LOOPBACK = "127.0.0.1";

/**
 * Below what Linux gives to outgoing connections (32768 and up, `ip_local_port_range`), so that no browser
 * sits on a port while the sandbox is down; above most well-known services.
 */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_767;

const Ports = z.record(z.string(), z.int().min(1).max(65_535));

const portsFile = (directory: string): string => join(directory, "ports.json");
const readPorts = (directory: string): Record<string, number> =>
  readJson(portsFile(directory), Ports) ?? {};

/**
 * Port of a server, chosen once and the same ever after: addresses are in the engine's state, where another
 * port would be a change. Chosen at random, so that two sandboxes on one machine hardly ever choose alike.
 */
export function portFor(directory: string, server: string): number {
  const ports = readPorts(directory);
  const chosen = ports[server] ?? freePort(new Set(Object.values(ports)));
  if (ports[server] === undefined)
    writePrivateJson(portsFile(directory), { ...ports, [server]: chosen });
  return chosen;
}

function freePort(reserved: ReadonlySet<number>): number {
  const listening = listeningPorts();
  for (let attempt = 0; attempt < 1000; attempt++) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT + 1);
    if (!reserved.has(port) && !listening.has(port)) return port;
  }
  throw new OperatorError(
    `No free port was found between ${LOWEST_PORT} and ${HIGHEST_PORT} of ${LOOPBACK}. ` +
      `Stop programs that listen there and run the same command again.`,
  );
}

/** Gives a port back, for a server that is gone for good. */
export function forgetPort(directory: string, server: string): void {
  const { [server]: forgotten, ...others } = readPorts(directory);
  if (forgotten !== undefined) writePrivateJson(portsFile(directory), others);
}

/**
 * Makes sure that nobody listens on a port.
 * @param title what the operator calls the server that is to listen there
 * @throws OperatorError that names the server, the port and, where it can be seen, who holds it
 */
export function refuseTakenPort(title: string, port: number): void {
  const [inode] = listeningPorts().get(port) ?? [];
  if (inode !== undefined) throw portTaken(title, port, inode);
}

/**
 * Tells whether a process listens on a port. No client may talk to a port before this: it would hand its
 * password to whoever else came first.
 * @throws OperatorError where another process listens there
 */
export function isListening(title: string, port: number, pid: number): boolean {
  const inodes = listeningPorts().get(port) ?? [];
  const stranger = inodes.find((inode) => !holdsSocket(pid, inode));
  if (stranger !== undefined) throw portTaken(title, port, stranger);
  return inodes.length > 0;
}

function portTaken(title: string, port: number, inode: string): OperatorError {
  const pid = holderOfSocket(inode);
  const program = pid === undefined ? undefined : programOf(pid);
  const holder =
    pid === undefined
      ? "a process of another user"
      : `process ${pid} (${program ?? "unknown program"})`;
  return new OperatorError(
    `${title} cannot listen on port ${port} of ${LOOPBACK}: ${holder} listens there. ` +
      `Stop that process and run the same command again; or run "npm run sandbox -- wipe", ` +
      `which deletes this sandbox with its data, so that the next start chooses other ports.`,
  );
}
