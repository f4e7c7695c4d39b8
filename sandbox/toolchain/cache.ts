import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Report } from "../contract";
import { isProcessRunning, withLock } from "./lock";
import { findDamage, recordFiles } from "./manifest";

/** What a recipe works with. */
export interface Workshop {
  readonly environment: NodeJS.ProcessEnv;
  readonly report: Report;
}

/** How to make one entry of the cache. */
export interface Recipe {
  readonly name: string;
  /** As its makers write it, e.g. "v3.255.0". */
  readonly version: string;
  /** Room the entry takes. */
  readonly megabytes: number;
  /** Time to make it on two cores with nothing compiled before. */
  readonly seconds: number;
  readonly needsGo: boolean;
  /** Puts the entry's files into an empty folder, which is moved afterwards: no file may hold its path. */
  make(folder: string, workshop: Workshop): Promise<void>;
}

export type EntryState = "ready" | "absent" | "damaged";

/** "pulumi v3.255.0" */
export const titleOf = (recipe: Recipe): string => `${recipe.name} ${recipe.version}`;

/** Folder of a recipe's entry: one for each version and platform, so that a newer checkout leaves an older one's alone. */
export function entryFolder(cache: string, { name, version }: Recipe): string {
  return join(cache, `${name}-${version}-${process.platform}-${process.arch}`);
}

/** What the cache holds of a recipe. */
export function entryState(cache: string, recipe: Recipe): EntryState {
  const folder = entryFolder(cache, recipe);
  if (!existsSync(folder)) return "absent";
  return findDamage(folder) === undefined ? "ready" : "damaged";
}

/**
 * Makes an entry unless it is there, complete and undamaged. It is made in a folder beside and moved into place whole, so a
 * full stop in the middle leaves nothing that looks finished; two processes that want the same entry make it once.
 *
 * @returns the entry's folder
 * @throws whatever the recipe throws; the cache is then as before
 */
export async function provideEntry(
  cache: string,
  recipe: Recipe,
  workshop: Workshop,
): Promise<string> {
  const { report } = workshop;
  const folder = entryFolder(cache, recipe);
  mkdirSync(cache, { recursive: true });
  const waiting = (pid: number) =>
    report(`${titleOf(recipe)}: waiting for process ${pid}, which is making it`);
  await withLock(`${folder}.lock`, waiting, async () => {
    if (existsSync(folder)) {
      const damage = findDamage(folder);
      if (damage === undefined) return;
      report(`${titleOf(recipe)}: damaged in the cache (${damage}); making it again`);
    }
    const started = Date.now();
    report(`${titleOf(recipe)}: started`);
    await makeEntry(folder, recipe, workshop);
    report(`${titleOf(recipe)}: ready after ${Math.round((Date.now() - started) / 1000)} s`);
  });
  return folder;
}

async function makeEntry(folder: string, recipe: Recipe, workshop: Workshop): Promise<void> {
  removeAbandoned(folder);
  const draft = `${folder}.making-${process.pid}`;
  mkdirSync(draft);
  try {
    await recipe.make(draft, workshop);
    recordFiles(draft);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Removes what processes that were killed left half made. */
function removeAbandoned(folder: string): void {
  const prefix = `${basename(folder)}.making-`;
  readdirSync(dirname(folder))
    .filter((name) => name.startsWith(prefix))
    .filter((name) => !isProcessRunning(Number(name.slice(prefix.length))))
    .forEach((name) => rmSync(join(dirname(folder), name), { recursive: true, force: true }));
}
