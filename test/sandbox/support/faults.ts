import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../../sandbox/providers/faults";
import { writePrivateJson } from "../../../sandbox/servers/files";
import { pollUntil } from "../../../sandbox/servers/wait";
import { sandbox } from "./sandbox";

const file = (): string => join(sandbox().directory, "faults.json");
const heldFile = (name: string): string =>
  join(sandbox().directory, "faults", `${encodeURIComponent(name)}.held`);

/** Has the stand-ins fail or hang as told while `work` is done, and not afterwards. */
export async function withFaults<Result>(
  faults: readonly Fault[],
  work: () => Promise<Result>,
): Promise<Result> {
  for (const { name } of faults) rmSync(heldFile(name), { force: true });
  writePrivateJson(file(), faults);
  try {
    return await work();
  } finally {
    rmSync(file(), { force: true });
  }
}

/** Resolves once the operation on the resource of this name hangs, as a fault that holds it was asked for. */
export async function untilHeld(name: string): Promise<void> {
  if (!(await pollUntil(() => existsSync(heldFile(name)), 120_000)))
    throw new Error(`the operation on ${name} was not reached within two minutes`);
}
