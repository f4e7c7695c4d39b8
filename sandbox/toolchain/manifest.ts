import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync, type Stats } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";

const MANIFEST = ".manifest.json";
const OWNER_MAY_EXECUTE = 0o100;

const RecordedFile = z.object({
  size: z.int(),
  modified: z.number(),
  executable: z.boolean(),
  sha256: z.string(),
});
const Manifest = z.record(z.string(), RecordedFile);
type RecordedFile = z.infer<typeof RecordedFile>;
type Manifest = z.infer<typeof Manifest>;

/** Writes down every file of a folder, so that damage can be seen later. */
export function recordFiles(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== join(folder, MANIFEST))
    .map((path) => ({ path, stats: statSync(path, { throwIfNoEntry: false }) }))
    // Links are followed, so that a library is checked under each of its names; those that lead nowhere are left out.
    .filter(({ stats }) => stats?.isFile());
  const manifest: Manifest = Object.fromEntries(
    files.map(({ path, stats = statSync(path) }) => [
      relative(folder, path),
      describe(stats, sha256(path)),
    ]),
  );
  writeFileSync(join(folder, MANIFEST), JSON.stringify(manifest));
}

/**
 * Compares a folder with what was written down. Cheap: a file is read only when its time of change differs, which is so in a
 * cache that was copied; a copy that turns out good is written down again, so that this is paid once.
 *
 * @returns what is wrong, as the end of a sentence; nothing if all is well
 */
export function findDamage(folder: string): string | undefined {
  const manifest = readManifest(folder);
  if (manifest === undefined) return "its list of files is missing or unreadable";
  let copied = false;
  for (const [name, recorded] of Object.entries(manifest)) {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return `${name} is missing`;
    if (stats.size !== recorded.size)
      return `${name} has ${stats.size} bytes instead of ${recorded.size}`;
    if (recorded.executable && !isExecutable(stats)) return `${name} is not executable`;
    if (stats.mtimeMs === recorded.modified) continue;
    if (sha256(path) !== recorded.sha256)
      return `${name} has another content than when it was made`;
    copied = true;
  }
  if (copied) recordFiles(folder);
  return undefined;
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return Manifest.safeParse(JSON.parse(readFileSync(join(folder, MANIFEST), "utf8"))).data;
  } catch {
    return undefined;
  }
}

function describe(stats: Stats, digest: string): RecordedFile {
  const { size, mtimeMs } = stats;
  return { size, modified: mtimeMs, executable: isExecutable(stats), sha256: digest };
}

const isExecutable = (stats: Stats): boolean => (stats.mode & OWNER_MAY_EXECUTE) !== 0;

const sha256 = (path: string): string =>
  createHash("sha256").update(readFileSync(path)).digest("hex");
