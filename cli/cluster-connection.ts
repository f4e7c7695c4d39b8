import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { plainKubeconfig } from "../components/cluster/kubeconfig";
import { isRunning } from "./process";

/** How the cluster of a stack is reached, as its settings say. */
export type ClusterAccess =
  /** A context of the operator's own kubeconfig. */
  | { readonly context: string }
  /** The value of the secret `openedx:kubeconfig`. */
  | { readonly kubeconfig: string };

const FOLDER = /^openedx-(\d+)-/;

/** Signals by which this process may be told to end. */
const ENDINGS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/**
 * Hands `work` the options that tell kubectl which cluster. A kubeconfig is in a file of its own meanwhile, which only
 * this user can read; one that a killed process has left is removed.
 */
export async function withConnection<Result>(
  access: ClusterAccess,
  work: (connection: readonly string[]) => Promise<Result>,
): Promise<Result> {
  removeAbandoned();
  if ("context" in access) return work([`--context=${access.context}`]);
  const folder = mkdtempSync(join(tmpdir(), `openedx-${process.pid}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const leave = (signal: NodeJS.Signals): void => {
    remove();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of ENDINGS) process.once(signal, leave);
  try {
    const file = join(folder, "kubeconfig");
    writeFileSync(file, plainKubeconfig(access.kubeconfig), { mode: 0o600 });
    return await work([`--kubeconfig=${file}`]);
  } finally {
    for (const signal of ENDINGS) process.off(signal, leave);
    remove();
  }
}

/** Removes the folders of this user's processes that were killed. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = FOLDER.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    // Another user's folder is none of our business; one that is gone was removed by another run.
    if (statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.())
      rmSync(folder, { recursive: true, force: true });
  }
}
