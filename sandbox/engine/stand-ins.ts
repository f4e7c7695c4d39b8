import { delimiter, join } from "node:path";
import { z } from "zod";
import { OperatorError, type Servers, type Tools } from "../contract";
import { readJson } from "../servers/files";
import { isRunning, logFile, logTail, runningProcess } from "../servers/process";
import { pollUntil } from "../servers/wait";
import { cloudCredentials } from "./environment";
import { ensureOwnProgram } from "./own-program";
import { enginePaths } from "./paths";

/** Name of the process that serves the stand-ins, and of its log. */
const NAME = "providers";

/** How long it may take to listen, in milliseconds: its code is compiled while it loads, 3 s on two busy cores. */
const PATIENCE = 45_000;

/** What the process writes once its stand-ins listen. */
const Announcement = z.looseObject({ attach: z.string(), pid: z.int() });

const announcementFile = (directory: string): string => join(directory, "providers.json");

/**
 * Serves the stand-ins for the provider plugins, unless they are served already.
 *
 * @returns what the engine needs to attach to them
 * @throws OperatorError where they do not start
 */
export async function startStandIns(
  directory: string,
  tools: Tools,
  servers: Servers,
): Promise<string> {
  await ensureOwnProgram(directory, {
    name: NAME,
    file: join(__dirname, "..", "providers", "main.ts"),
    parameters: [directory, JSON.stringify(tools)],
    environment: {
      ...cloudCredentials(servers),
      SANDBOX_SERVERS: JSON.stringify(servers),
      // Where the login programs of kubeconfigs are.
      PATH: [enginePaths(directory).commands, process.env.PATH].join(delimiter),
    },
  });
  await pollUntil(
    () => attachedStandIns(directory) !== undefined || !isRunning(directory, NAME),
    PATIENCE,
  );
  const attach = attachedStandIns(directory);
  if (attach !== undefined) return attach;
  const lines = logTail(directory, NAME).map((line) => `  ${line}`);
  throw new OperatorError(
    `The stand-ins for the provider plugins did not start. The last lines of their log, ${logFile(directory, NAME)}:\n` +
      `${lines.join("\n")}\nPut right what the log names and run the same command again.`,
  );
}

/** What the engine needs to attach to the stand-ins that are served now, if any are. */
export function attachedStandIns(directory: string): string | undefined {
  const announced = readJson(announcementFile(directory), Announcement);
  const isServing = announced?.pid === runningProcess(directory, NAME)?.pid;
  return isServing ? announced?.attach : undefined;
}
