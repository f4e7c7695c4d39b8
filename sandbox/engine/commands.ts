import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Tools } from "../contract";
import { makePrivateDirectory, writePrivateFile } from "../servers/files";
import { enginePaths } from "./paths";

const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * Makes the folder that a shell needs on its PATH: `pulumi`, `kubectl`, an `aws` and a `doctl` that know the sandbox's
 * clusters and, where the engine has been built from its module and comes without one, the language host. An official
 * engine brings its own, which is better.
 */
export function linkCommands(directory: string, tools: Tools): void {
  const folder = enginePaths(directory).commands;
  makePrivateDirectory(folder);
  link(join(folder, "kubectl"), tools.kubectl);
  for (const name of ["aws", "doctl"]) link(join(folder, name), join(__dirname, name));
  if (hasLanguageHost(tools.pulumi)) {
    link(join(folder, "pulumi"), tools.pulumi);
    link(join(folder, LANGUAGE_HOST), undefined);
  } else {
    hardLink(join(folder, "pulumi"), tools.pulumi);
    link(join(folder, LANGUAGE_HOST), join(__dirname, LANGUAGE_HOST));
  }
}

/**
 * Makes the program by which the Automation API starts the engine: the same one, in a session of its own. Ctrl-C
 * reaches every process of a terminal's session; the engine would get it a second time from us, and takes a second
 * one for the order to drop everything at once.
 */
export function writeLauncher(directory: string): void {
  const { commands, launcher } = enginePaths(directory);
  writePrivateFile(launcher, `#!/bin/sh\nexec setsid '${join(commands, "pulumi")}' "$@"\n`);
  chmodSync(launcher, 0o700);
}

const hasLanguageHost = (pulumi: string): boolean =>
  existsSync(join(dirname(realpathSync(pulumi)), LANGUAGE_HOST));

/** Makes `path` a link to `target`, or takes the link away. */
function link(path: string, target: string | undefined): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() && readlinkSync(path) === target) return;
  rmSync(path, { force: true });
  if (target !== undefined) symlinkSync(target, path);
}

/**
 * Makes `path` another name of `target`. The engine looks for its language host beside itself, wherever a symbolic link
 * to it is, and warns of one that it finds on PATH only. Across file systems it has to be a symbolic link.
 */
function hardLink(path: string, target: string): void {
  const file = realpathSync(target);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.ino === statSync(file).ino) return;
  rmSync(path, { force: true });
  try {
    linkSync(file, path);
  } catch {
    symlinkSync(file, path);
  }
}
