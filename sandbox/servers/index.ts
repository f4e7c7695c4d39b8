import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Report, Servers, Tools } from "../contract";
import { withLock } from "../toolchain/lock";
import { readJson, writePrivateJson } from "./files";
import { prepareFolder, removeFolder, requireOwnFolder } from "./folder";
import { interruptible } from "./interrupt";
import { ensureKubernetes } from "./kubernetes";
import { MongoServers } from "./mongodb";
import { ensureMysql } from "./mysql";
import { ensureObjectStorage } from "./object-storage";
import { residentBytes } from "./proc";
import { isRunning, recordedNames, runningProcess, stopProcess } from "./process";
import type { Start } from "./server";

export { prepareFolder } from "./folder";
export { MongoServers } from "./mongodb";
export type { MongoAddress, MongoLogin } from "./mongodb";

const ServersFile: z.ZodType<Servers> = z.strictObject({
  kubernetes: z.strictObject({ url: z.string(), kubeconfig: z.string() }),
  mysql: z.strictObject({
    flavor: z.enum(["mysql", "mariadb"]),
    version: z.string(),
    host: z.string(),
    port: z.int(),
    adminUser: z.string(),
    adminPassword: z.string(),
  }),
  objectStorage: z.strictObject({
    endpoint: z.string(),
    iamEndpoint: z.string(),
    region: z.string(),
    rootAccessKeyId: z.string(),
    rootSecretAccessKey: z.string(),
  }),
});

const serversFile = (directory: string): string => join(directory, "servers.json");

/** The servers that are there whether or not any instance is. */
const CORE = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "mysql",
  "iam",
  "object-storage",
];

/** How many MongoDB servers start at a time: each takes 0.2 s and more. */
const MONGODB_STARTS = 8;

/**
 * Runs all servers of a sandbox: keeps what runs, starts what does not, and returns when all of them answer.
 * Where one fails, or the call is interrupted, what this call has started is stopped again.
 * @param directory the sandbox's folder, which is made where it does not exist
 * @throws OperatorError which names the server, the cause and the next step, within a minute
 */
export function startServers(tools: Tools, directory: string, report: Report): Promise<Servers> {
  prepareFolder(directory);
  return exclusively(directory, report, () =>
    interruptible(async (abort) => {
      const start: Start = { directory, report, signal: abort.signal, started: [] };
      try {
        const servers = await ensureAll(start, tools, abort);
        writePrivateJson(serversFile(directory), servers);
        return servers;
      } catch (error) {
        await stopInOrder(directory, start.started);
        throw error;
      }
    }),
  );
}

async function ensureAll(start: Start, tools: Tools, abort: AbortController): Promise<Servers> {
  const orAbort = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      abort.abort(error);
      throw error;
    });
  const kubernetes = orAbort(ensureKubernetes(start, tools));
  const mysql = orAbort(ensureMysql(start, tools.mysql));
  const objectStorage = orAbort(ensureObjectStorage(start, tools.versitygw));
  const mongodb = orAbort(restartMongoServers(start, tools.ferretdb));
  // All of them come to rest before an error leaves here: none must start anything afterwards.
  await Promise.allSettled([kubernetes, mysql, objectStorage, mongodb]);
  abort.signal.throwIfAborted();
  return {
    kubernetes: await kubernetes,
    mysql: await mysql,
    objectStorage: await objectStorage,
  };
}

async function restartMongoServers(start: Start, ferretdb: string): Promise<void> {
  const servers = new MongoServers(ferretdb, start.directory);
  const names = [...servers.list()];
  while (names.length > 0) {
    const batch = names.splice(0, MONGODB_STARTS);
    await Promise.all(batch.map((name) => servers.restart(name, start)));
  }
}

/** Where the servers are, or undefined unless all of them run (MongoDB servers aside). */
export function runningServers(directory: string): Servers | undefined {
  const allRun = CORE.every((name) => isRunning(directory, name));
  return allRun ? readJson(serversFile(directory), ServersFile) : undefined;
}

/** Stops every server of a sandbox; the data stay. Does nothing where none runs. */
export async function stopServers(directory: string, report: Report): Promise<void> {
  if (!existsSync(directory)) return;
  requireOwnFolder(directory);
  await exclusively(directory, report, async () => {
    const running = recordedNames(directory).filter((name) => isRunning(directory, name));
    await stopInOrder(directory, recordedNames(directory));
    rmSync(serversFile(directory), { force: true });
    report(running.length > 0 ? `Stopped ${running.join(", ")}` : "No server was running");
  });
}

/**
 * Stops every server of a sandbox and deletes its folder, and nothing outside it.
 * @throws OperatorError where the folder is not a sandbox's
 */
export async function wipe(directory: string, report: Report): Promise<void> {
  await stopServers(directory, report);
  removeFolder(directory);
}

/** Memory of each server that runs, in megabytes of RAM, in order of their names. */
export function memory(
  directory: string,
): readonly { readonly name: string; readonly megabytes: number }[] {
  return recordedNames(directory).flatMap((name) => {
    const process = runningProcess(directory, name);
    return process ? [{ name, megabytes: Math.round(residentBytes(process.pid) / 1e6) }] : [];
  });
}

/** Clients before what they talk to, so that none writes its last into the void. */
async function stopInOrder(directory: string, names: readonly string[]): Promise<void> {
  const last = ["kube-apiserver", "etcd"];
  const first = names.filter((name) => !last.includes(name));
  await Promise.all(first.map((name) => stopProcess(directory, name)));
  for (const name of last.filter((name) => names.includes(name)))
    await stopProcess(directory, name);
}

/** Two commands on one sandbox start and stop its servers one after the other. */
const exclusively = <T>(directory: string, report: Report, work: () => Promise<T>): Promise<T> =>
  withLock(
    join(directory, "lock"),
    (pid) => report(`Process ${pid} is starting or stopping these servers; waiting for it`),
    work,
  );
