import { join } from "node:path";
import { OperatorError } from "../../contract";
import { ensureOwnProgram } from "../../engine/own-program";
import type { MongoAddress, MongoLogin, MongoServers } from "../../servers/mongodb";
import { isListening, LOOPBACK, portFor } from "../../servers/ports";
import { logFile, runningProcess, stopProcess } from "../../servers/process";
import { pollUntil } from "../../servers/wait";

/** How long it may take to listen, in milliseconds: its code is compiled while it loads. */
const PATIENCE = 30_000;

const processName = (name: string): string => `mongodb-roles-${name}`;

/**
 * Runs a MongoDB server for many users: a FerretDB, and before it a proxy that keeps their roles.
 *
 * @param directory the sandbox's folder
 * @param administrator who may do everything
 * @returns where the proxy listens
 * @throws OperatorError where one of them does not start
 */
export async function startWithRoles(
  directory: string,
  servers: MongoServers,
  name: string,
  administrator: MongoLogin,
): Promise<MongoAddress> {
  const upstream = await servers.start(name, administrator);
  const title = `The keeper of MongoDB's roles of ${name}`;
  const program = processName(name);
  const port = portFor(directory, program);
  await ensureOwnProgram(directory, {
    name: program,
    file: join(__dirname, "main.ts"),
    parameters: [
      ...[String(port), upstream.host, String(upstream.port)],
      ...[join(directory, program, "roles.json"), `admin.${administrator.username}`],
    ],
  });
  const listens = (): boolean => {
    const pid = runningProcess(directory, program)?.pid;
    return pid !== undefined && isListening(title, port, pid);
  };
  if (!(await pollUntil(listens, PATIENCE)))
    throw new OperatorError(
      `${title} does not listen; see its log, ${logFile(directory, program)}`,
    );
  return { host: LOOPBACK, port };
}

/** Stops both; the data stay. */
export async function stopWithRoles(
  directory: string,
  servers: MongoServers,
  name: string,
): Promise<void> {
  await stopProcess(directory, processName(name));
  await servers.stop(name);
}

/** What the sandbox's report says about it. */
export const simulated: readonly string[] = [
  "MongoDB of kind external: a FerretDB, and a proxy that keeps users' roles; it refuses what readWrite on their databases does not include.",
];
