import { startActor } from "../actors";
import { startRunner } from "../actors/workflows";
import type { Report, Servers, Tools } from "../contract";
import { recordedNames, isRunning, stopProcess } from "../servers/process";
import { startServers } from "../servers";
import { startStandIns } from "./stand-ins";

/** A sandbox that runs: everything that a stack needs. */
export interface RunningSandbox {
  readonly directory: string;
  readonly tools: Tools;
  readonly servers: Servers;
  /** `package:port` of each stand-in, as `PULUMI_DEBUG_PROVIDERS` takes it. */
  readonly attach: string;
}

/** Starts what does not run yet: the servers, the stand-ins for the provider plugins, and the actors. */
export async function startSandbox(
  tools: Tools,
  directory: string,
  report: Report,
): Promise<RunningSandbox> {
  const servers = await startServers(tools, directory, report);
  const attach = await startStandIns(directory, tools, servers);
  await startActor(directory, servers);
  await startRunner(directory, servers, tools);
  return { directory, tools, servers, attach };
}

/** Names of the processes of a sandbox that run. */
export const runningNames = (directory: string): readonly string[] =>
  recordedNames(directory).filter((name) => isRunning(directory, name));

/** Stops everything but the processes in `kept`: what was there before a command that is interrupted. */
export async function stopAllBut(directory: string, kept: readonly string[]): Promise<void> {
  const started = runningNames(directory).filter((name) => !kept.includes(name));
  await Promise.all(started.map((name) => stopProcess(directory, name)));
}
