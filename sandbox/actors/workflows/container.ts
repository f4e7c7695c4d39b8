import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  isSystemError,
  makePrivateDirectory,
  readJson,
  writePrivateJson,
} from "../../servers/files";
import { identityOf, isAlive, ProcessIdentity } from "../../servers/proc";
import type { Environment } from "./environment";
import { type Container, WorkflowError } from "./fields";

/** Time that a container has to end by itself before it is killed, in milliseconds; Kubernetes gives 30 s. */
const GRACE = 2_000;

/** What the kubelet takes of a log for a termination message: so many bytes, and so many lines at most. */
const TAIL = { bytes: 2048, lines: 80 };

/** Where a container's process, log and volumes are. */
export interface Place {
  /** The PATH of its image. */
  readonly bin: string;
  readonly logFile: string;
  /** Folder of its volumes, which is gone when the container has ended. */
  readonly volumes: string;
  /** Says which process it is, for a runner that comes after this one. */
  readonly recordFile: string;
}

/**
 * Runs a container as processes of this machine, in a group of their own, with its environment and nothing else.
 * Its volumes are folders of this machine, and values of the environment that name a mount path name the folder instead.
 *
 * @param signal ends it: asked first, then killed
 * @returns its exit code, 128 and the signal's number where it was killed
 */
export async function runContainer(
  container: Container,
  environment: Environment,
  place: Place,
  signal: AbortSignal,
): Promise<number> {
  const [program = "", ...parameters] = [...container.command, ...container.args];
  const env = { ...mounted(container, environment, place.volumes), PATH: place.bin };
  makePrivateDirectory(dirname(place.logFile));
  const log = openSync(place.logFile, "w", 0o600);
  try {
    const child = spawn(program, parameters, {
      cwd: place.volumes,
      detached: true,
      env,
      stdio: ["ignore", log, log],
    });
    const ended = new Promise<number>((resolve, reject) => {
      child.on("error", () =>
        reject(new WorkflowError(`${container.image} has no program ${program}`)),
      );
      child.on("exit", (code, name) => resolve(code ?? 128 + (name === "SIGKILL" ? 9 : 15)));
    });
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    if (identity) writePrivateJson(place.recordFile, identity);
    const stop = (): void => void endGroup(identity);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    try {
      return await ended;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  } finally {
    closeSync(log);
    forget(place);
  }
}

/** Ends a container that an earlier runner has left. */
export async function endAbandoned(place: Place): Promise<void> {
  await endGroup(readJson(place.recordFile, ProcessIdentity));
  forget(place);
}

function forget(place: Place): void {
  rmSync(place.volumes, { recursive: true, force: true });
  rmSync(place.recordFile, { force: true });
}

/** The end of a container's log, as the kubelet takes it. */
export function logTail(file: string): string {
  const bytes = readFileSync(file);
  const end = bytes.subarray(Math.max(0, bytes.length - TAIL.bytes)).toString("utf8");
  return end
    .split("\n")
    .slice(-TAIL.lines - 1)
    .join("\n");
}

async function endGroup(leader: ProcessIdentity | undefined): Promise<void> {
  if (leader === undefined || !isAlive(leader)) return;
  signalGroup(leader, "SIGTERM");
  const end = performance.now() + GRACE;
  while (isAlive(leader) && performance.now() < end) await sleep(25);
  // Also those that the leader has left behind.
  signalGroup(leader, "SIGKILL");
}

function signalGroup({ pid }: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    // All of them have ended.
    if (!isSystemError(error, "ESRCH")) throw error;
  }
}

/** Makes the folders of a container's volumes, and moves what names their mount paths there. */
function mounted(container: Container, environment: Environment, volumes: string): Environment {
  makePrivateDirectory(volumes);
  const moves = container.volumeMounts.map(({ name, mountPath }) => {
    const folder = join(volumes, name);
    makePrivateDirectory(folder);
    return { mountPath, folder };
  });
  const words = [...container.command, ...container.args].join("\n");
  const fixed = moves.find(({ mountPath }) => words.includes(`${mountPath}/`));
  if (fixed)
    throw new WorkflowError(
      `the sandbox cannot run this workflow: its volumes are elsewhere, and the container's command names ${fixed.mountPath}`,
    );
  const moved = (value: string): string => {
    const move = moves.find(
      ({ mountPath }) => value === mountPath || value.startsWith(`${mountPath}/`),
    );
    return move ? join(move.folder, value.slice(move.mountPath.length)) : value;
  };
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, moved(value)]),
  );
}
