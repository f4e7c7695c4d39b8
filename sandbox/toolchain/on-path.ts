import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./command";
import { parseVersion, type Version } from "./versions";

/** An executable that was found on PATH. */
export interface FoundProgram {
  readonly path: string;
  readonly version: Version;
  /** All that the program printed about itself. */
  readonly banner: string;
}

/** The first executable file of that name on PATH, as the shell would find it. */
export function findOnPath(program: string, environment: NodeJS.ProcessEnv): string | undefined {
  return (environment.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, program))
    .find(isExecutableFile);
}

/**
 * Finds a program on PATH and asks it for its version. One that cannot tell it counts as absent: what it is cannot be known
 * then, and the cache has a copy that can.
 */
export async function askOnPath(
  program: string,
  versionArguments: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<FoundProgram | undefined> {
  const path = findOnPath(program, environment);
  if (path === undefined) return undefined;
  const banner = await run(path, versionArguments, { environment }).catch(() => "");
  const version = parseVersion(banner);
  return version && { path, version, banner };
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
