import { existsSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../contract";
import { makePrivateDirectory, readIfPresent, writePrivateFile } from "./files";

/** Holds the path of its own folder: says that the folder is a sandbox's, and that it is the original. */
const markerFile = (directory: string): string => join(directory, ".openedx-sandbox");

/**
 * Makes the sandbox's folder, or makes sure that what is there is one.
 * @throws OperatorError where the folder holds something else, or was copied or moved here
 */
export function prepareFolder(directory: string): void {
  const entries = existsSync(directory) ? readdirSync(directory) : [];
  if (entries.length > 0) return requireOwnFolder(directory);
  makePrivateDirectory(directory);
  writePrivateFile(markerFile(directory), `${realpathSync(directory)}\n`);
}

/** @throws OperatorError where the folder is not a sandbox's, or was copied or moved here */
export function requireOwnFolder(directory: string): void {
  const marked = readIfPresent(markerFile(directory))?.trim();
  if (marked === undefined)
    throw new OperatorError(
      `${directory} holds files, but not those of a sandbox, so it is left as it is. ` +
        `Set OPENEDX_SANDBOX_DIR to a folder that is empty or does not exist, or unset it.`,
    );
  if (marked !== realpathSync(directory))
    throw new OperatorError(
      `${directory} is the sandbox's folder of ${marked}, copied or moved here; its servers and addresses ` +
        `belong there. Move it back, or remove this folder by hand to have a sandbox here.`,
    );
}

/**
 * Deletes the sandbox's folder with all that is in it. Nothing must run in it any more.
 * @throws OperatorError where the folder is not a sandbox's, or was copied or moved here
 */
export function removeFolder(directory: string): void {
  if (!existsSync(directory)) return;
  requireOwnFolder(directory);
  rmSync(directory, { recursive: true, force: true });
}
