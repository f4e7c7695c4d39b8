import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { OperatorError } from "../contract";

/** Makes a directory, and what is missing above it, that only this user may enter. */
export function makePrivateDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
}

/** Writes a file that only this user may read: whole, or not at all. */
export function writePrivateFile(file: string, text: string): void {
  makePrivateDirectory(dirname(file));
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

/** Writes a value as {@link writePrivateFile} does. */
export function writePrivateJson(file: string, value: unknown): void {
  writePrivateFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** Text of a file, or undefined where there is no such file. */
export function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * Value in a file that the sandbox wrote, or undefined where there is no such file.
 * @throws OperatorError where the file holds something else
 */
export function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  const text = readIfPresent(file);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new OperatorError(
    `${file} is not what the sandbox wrote: ${z.prettifyError(parsed.error)}\n` +
      `Put back the file as it was; or remove the folder of the sandbox by hand and start it anew.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tells whether something caught is the system's error with this code, e.g. "ENOENT". */
export const isSystemError = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  codes.includes(error.code);
