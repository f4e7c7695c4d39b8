import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { extname, join } from "node:path";
import { z } from "zod";
import { type ClientProgram, OperatorError } from "../contract";
import { PROJECT_ROOT } from "../directories";
import type { Recipe } from "./cache";
import { lastLines, CommandError, run } from "./command";
import { askOnPath } from "./on-path";

/** The package that pins mongosh and all that it needs, by digest. */
const PINS = join(PROJECT_ROOT, "sandbox", "tools", "mongosh");

/** What runs; types, texts and sources would double the size. */
const KEPT = [".js", ".cjs", ".mjs", ".json", ".node", ".wasm"];

const Package = z.object({ dependencies: z.object({ mongosh: z.string() }) });

/** The machine's own mongosh, if it is of the major version that is pinned. */
export async function mongoshOnPath(
  environment: NodeJS.ProcessEnv,
): Promise<ClientProgram | undefined> {
  const found = await askOnPath("mongosh", ["--version"], environment);
  return found?.version.major === 2 ? { command: [found.path], environment: {} } : undefined;
}

/** Takes mongosh out of npm's registry. No script of a package runs, and what needs one to be built is left out. */
export function mongoshRecipe(): Recipe {
  const text = readFileSync(join(PINS, "package.json"), "utf8");
  const version = Package.parse(JSON.parse(text)).dependencies.mongosh;
  return {
    name: "mongosh",
    version: `v${version}`,
    megabytes: 90,
    seconds: 25,
    needsGo: false,
    async make(folder, { environment }) {
      for (const file of ["package.json", "package-lock.json"])
        copyFileSync(join(PINS, file), join(folder, file));
      await install(folder, `mongosh v${version}`, environment);
      removeUnused(join(folder, "node_modules"));
    },
  };
}

/** How to run the mongosh of a finished entry: with the Node.js that runs this. */
export const describeMongosh = (folder: string): ClientProgram => ({
  command: [process.execPath, join(folder, "node_modules", "mongosh", "bin", "mongosh.js")],
  environment: {},
});

async function install(
  folder: string,
  title: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const options = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"];
  try {
    await run("npm", ["ci", "--prefix", folder, ...options], { directory: folder, environment });
  } catch (failure) {
    const reason = failure instanceof CommandError ? lastLines(failure.output, 3) : String(failure);
    throw new OperatorError(
      `${title} is neither on PATH nor in the cache, and npm could not install it:\n  ${reason.replaceAll("\n", "\n  ")}\n` +
        `Next: connect this machine to the internet, or to a mirror that npm is set to use, and run the command again. What is finished is kept.`,
    );
  }
}

function removeUnused(modules: string): void {
  readdirSync(modules, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !KEPT.includes(extname(entry.name)))
    .forEach((entry) => rmSync(join(entry.parentPath, entry.name)));
}
