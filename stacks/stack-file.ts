import { basename } from "node:path";
import { type Document, parseDocument } from "yaml";
import { z } from "zod";
import type { RawStack } from "./settings";

/** A file that is no stack file at all: why, and what to do. */
export interface Unreadable {
  readonly reason: string;
  readonly fix: string;
}

const PREFIX = "openedx:";

/** Name of the stack that the sandbox runs. Its servers are the sandbox's own, and so are its secrets. */
export const SANDBOX_STACK = "sandbox";

/** Whether a stack is one that operators copy from, and none that anybody has. */
export const isExample = (stack: string): boolean => /^example(-|$)/.test(stack);

const stackFile = z.object({ config: z.record(z.string(), z.unknown()) });

/** The stack that a file belongs to; undefined if Pulumi would not take it for a stack file. */
export const stackOf = (file: string): string | undefined =>
  /^Pulumi\.(.+)\.yaml$/.exec(basename(file))?.[1];

/**
 * Reads the text of a stack file without Pulumi. Encrypted values stay so.
 * What is told of a broken file names lines and columns but repeats nothing of it, as it may be a password.
 */
export function readStackFile(stack: string, text: string): RawStack | Unreadable {
  // Merge keys (<<) are read as Pulumi reads them.
  const document = parseDocument(text, { merge: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const [{ line, col } = { line: 1, col: 1 }] = error.linePos ?? [];
    return notYaml(`line ${line}, column ${col}`, error.code);
  }
  const contents = contentsOf(document);
  if (contents === undefined) return BAD_ALIAS;
  const { data } = stackFile.safeParse(contents);
  if (data === undefined) return NO_CONFIG;
  const own = Object.entries(data.config).flatMap(([key, value]) =>
    key.startsWith(PREFIX) ? [[key.slice(PREFIX.length), value] as const] : [],
  );
  const encrypted = own.filter(([, value]) => holdsEncrypted(value)).map(([key]) => key);
  return { stack, values: Object.fromEntries(own), encrypted: new Set(encrypted) };
}

const notYaml = (place: string, code: string): Unreadable =>
  code === "DUPLICATE_KEY"
    ? {
        reason: `${place} has a key that stands above already`,
        fix: "Remove one of the two, or make one entry of both.",
      }
    : {
        reason: `${place} is not YAML (${code})`,
        fix: "Correct the line, or the one before it: mostly an indentation, a quote or a bracket is wrong.",
      };

const NO_CONFIG: Unreadable = {
  reason: "there is no `config:` with settings below it",
  fix: "Start from a copy of stacks/Pulumi.example.yaml, or get the file back from Git if it was cut short.",
};

const BAD_ALIAS: Unreadable = {
  reason: "a value that starts with * refers to no anchor (&)",
  fix: "Put the value in quotes if it is meant as text.",
};

/** Undefined if an alias leads nowhere, or to too much. */
function contentsOf(document: Document.Parsed): unknown {
  try {
    const contents: unknown = document.toJS();
    return contents ?? {};
  } catch {
    return undefined;
  }
}

/** Pulumi writes an encrypted value as `{ secure: ... }`, also within groups and lists. */
function holdsEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === "secure") return true;
  return entries.some(([, part]) => holdsEncrypted(part));
}
