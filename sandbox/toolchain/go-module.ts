import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../directories";
import { isAtLeast, parseVersion, type Version } from "./versions";

const MODULES = join(PROJECT_ROOT, "sandbox", "tools");

/** A folder below `sandbox/tools` with a go.mod: the Go module that pins what one or more programs are built from. */
export interface GoModule {
  readonly folder: string;
  /** The oldest Go that the pinned modules accept, e.g. "1.26.0". */
  readonly goVersion: string;
  /** Pinned versions, e.g. "v3.255.0", by module path. */
  readonly pins: ReadonlyMap<string, string>;
}

/** Reads a module's folder, by its name below `sandbox/tools`. */
export function readGoModule(name: string): GoModule {
  const folder = join(MODULES, name);
  return { folder, ...parseGoMod(readFileSync(join(folder, "go.mod"), "utf8")) };
}

/** Reads the `go` line and every required module of a go.mod file. */
export function parseGoMod(text: string): Omit<GoModule, "folder"> {
  const goVersion = /^go (\S+)$/m.exec(text)?.[1];
  if (goVersion === undefined) throw new Error("go.mod has no go line");
  const requirements = text.matchAll(
    /^(?:require )?\s*(\S+\.\S+\/\S+) (v\S+)(?: \/\/ indirect)?$/gm,
  );
  const pins = new Map([...requirements].map(([, path = "", version = ""]) => [path, version]));
  return { goVersion, pins };
}

/**
 * The version that a go.mod pins.
 *
 * @throws Error if it pins none: the caller and sandbox/tools do not agree
 */
export function pinnedVersion(module: GoModule, path: string): string {
  const version = module.pins.get(path);
  if (version === undefined) throw new Error(`${module.folder}/go.mod does not require ${path}`);
  return version;
}

/** The oldest Go that builds everything below `sandbox/tools`, so that nobody installs one Go after the other. */
export function requiredGo(): string {
  return readdirSync(MODULES)
    .filter((name) => existsSync(join(MODULES, name, "go.mod")))
    .map((name) => readGoModule(name).goVersion)
    .reduce((newest, next) => (isAtLeast(parseGo(next), parseGo(newest)) ? next : newest));
}

function parseGo(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`"${text}" is no version of Go`);
  return version;
}
