import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../directories";
import { readIfPresent, writePrivateFile } from "../servers/files";
import { isRunning, startProcess, stopProcess } from "../servers/process";

/** A TypeScript file of the sandbox to be run as a process of its own. */
export interface OwnProgram {
  /** Names its record and its log. */
  readonly name: string;
  readonly file: string;
  readonly parameters: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs one of the sandbox's own programs in the background. One that runs already is kept, unless the checkout or its
 * parameters have changed since it was started.
 *
 * @returns whether it was started
 */
export async function ensureOwnProgram(directory: string, program: OwnProgram): Promise<boolean> {
  const { name, file, parameters, environment = {} } = program;
  const workingDirectory = join(directory, name);
  const markFile = join(workingDirectory, "started-from");
  const mark = fingerprint(parameters);
  if (isRunning(directory, name) && readIfPresent(markFile) === mark) return false;
  await stopProcess(directory, name);
  startProcess(directory, {
    name,
    command: [
      process.execPath,
      ...["--require", require.resolve("ts-node/register/transpile-only")],
      file,
      ...parameters,
    ],
    // ts-node would look for a configuration from the working directory upwards.
    environment: { ...environment, TS_NODE_PROJECT: join(PROJECT_ROOT, "tsconfig.json") },
    workingDirectory,
  });
  writePrivateFile(markFile, mark);
  return true;
}

/** Stands for the code of the sandbox as it is now, and for the parameters of a program. */
function fingerprint(parameters: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parameters));
  const folder = join(PROJECT_ROOT, "sandbox");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .sort();
  for (const path of [...sources, join("..", "package-lock.json")])
    hash.update(`${path} ${statSync(join(folder, path)).mtimeMs}\n`);
  return hash.digest("hex");
}
