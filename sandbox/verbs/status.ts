import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { SANDBOX_STACK } from "../../stacks/stack-file";
import { engineEnvironment } from "../engine/environment";
import { stackLocks, isHeld } from "../engine/lock";
import { enginePaths } from "../engine/paths";
import { attachedStandIns } from "../engine/stand-ins";
import { memory, runningServers } from "../servers";
import { runningProcess } from "../servers/process";
import type { Verb } from "./verb";

/** Tells what runs and what the stack holds. The exit code is 0 only if everything runs that `up` needs. */
export const status: Verb = async ({ directory, report }) => {
  const attach = attachedStandIns(directory);
  const complete = runningServers(directory) !== undefined && attach !== undefined;
  report(
    complete ? "The sandbox runs." : 'The sandbox does not run. Start it with "npm run sandbox".',
  );
  for (const { name, megabytes } of memory(directory)) {
    const pid = runningProcess(directory, name)?.pid ?? "-";
    report(`  ${name.padEnd(44)} pid ${String(pid).padEnd(8)} ${String(megabytes).padStart(5)} MB`);
  }
  report(await describeStack(directory));
  return complete ? 0 : 1;
};

const StackList = z.array(
  z.looseObject({
    name: z.string(),
    lastUpdate: z.string().optional(),
    resourceCount: z.number().optional(),
  }),
);

async function describeStack(directory: string): Promise<string> {
  const pulumi = join(enginePaths(directory).commands, "pulumi");
  if (!existsSync(pulumi)) return "The stack has never been brought up.";
  const lock = stackLocks(directory, SANDBOX_STACK).find(isHeld);
  const { stdout } = await promisify(execFile)(pulumi, ["stack", "ls", "--json"], {
    cwd: enginePaths(directory).work,
    env: { ...process.env, ...engineEnvironment({ directory, attach: "" }) },
  });
  const stack = StackList.parse(JSON.parse(stdout)).find(({ name }) => name === SANDBOX_STACK);
  const resources = stack?.resourceCount ?? 0;
  const since =
    stack?.lastUpdate === undefined ? "never changed" : `last changed ${stack.lastUpdate}`;
  const use = lock === undefined ? "" : `; process ${lock.pid} is working on it`;
  return `Stack ${SANDBOX_STACK}: ${resources} resources, ${since}${use}.`;
}
