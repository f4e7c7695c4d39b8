import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { stackOf } from "../stacks/stack-file";
import { UsageError } from "./command";

const STACKS = join(__dirname, "..", "stacks");

/** The stack files of `stacks/`, as they are called from where the command runs. */
export const committedFiles = (): string[] =>
  readdirSync(STACKS)
    .filter((file) => stackOf(file) !== undefined)
    .map((file) => relative(process.cwd(), join(STACKS, file)));

/** @throws UsageError if the file cannot be read */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be read: ${reason}`);
  }
}
