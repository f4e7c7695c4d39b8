import type { EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation";
import { appendFileSync, renameSync, existsSync } from "node:fs";
import { join } from "node:path";
import { OperatorError, type Report } from "../contract";
import { makePrivateDirectory } from "../servers/files";
import { enginePaths } from "./paths";
import { RunRecord, type Changes } from "./run-record";

export interface RunOptions {
  /** Folder of the sandbox; the engine's whole output goes to its log. */
  readonly directory: string;
  readonly report: Report;
  /** Asks the engine to stop: it finishes what it has begun and starts nothing more. */
  readonly signal?: AbortSignal;
}

/** What a run of the engine came to. */
export interface Outcome {
  readonly changes: Changes;
  /** All that the engine printed. */
  readonly output: string;
}

/** Stack outputs as well. */
export interface UpOutcome extends Outcome {
  readonly outputs: OutputMap;
}

/** The engine ended with errors. */
export class EngineError extends OperatorError {
  constructor(
    /** The engine's messages, one for each cause. */
    readonly failures: readonly string[],
    /** All that the engine printed. */
    readonly output: string,
    log: string,
  ) {
    super(
      `The engine stopped:\n${failures.map((line) => indent(line)).join("\n")}\n` +
        `Its whole output: ${log}\n` +
        `Put right what is named above and run the same command again: what was made is recorded and stays.`,
    );
  }
}

/** Makes the world match the stack file. @throws EngineError */
export const up = (stack: Stack, options: RunOptions): Promise<UpOutcome> =>
  follow("up", options, async (hooks) => {
    const { outputs } = await stack.up(hooks);
    return { outputs };
  });

/** Tells what `up` would do. @throws EngineError */
export const preview = (stack: Stack, options: RunOptions): Promise<Outcome> =>
  follow("preview", options, async (hooks) => {
    const { changeSummary } = await stack.preview(hooks);
    return { changes: { ...changeSummary } };
  });

/** Deletes everything that the stack made. @throws EngineError */
export const destroy = (stack: Stack, options: RunOptions): Promise<Outcome> =>
  follow("destroy", options, async (hooks) => {
    await stack.destroy(hooks);
    return {};
  });

/** Reads every resource from its server and records how it is. @throws EngineError */
export const refresh = (stack: Stack, options: RunOptions): Promise<Outcome> =>
  follow("refresh", options, async (hooks) => {
    await stack.refresh(hooks);
    return {};
  });

interface Hooks {
  readonly onEvent: (event: EngineEvent) => void;
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
  readonly color: "never";
  readonly suppressProgress: true;
  readonly signal?: AbortSignal;
}

async function follow<Result extends object>(
  name: string,
  options: RunOptions,
  operation: (hooks: Hooks) => Promise<Result>,
): Promise<Outcome & Result> {
  const log = openLog(options.directory, name);
  const record = new RunRecord();
  const printed: string[] = [];
  const keep = (text: string): void => {
    printed.push(text);
    appendFileSync(log, text);
  };
  // A trace for every promise is half of the program's time; the program's own messages say where they come from.
  const traces = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    const result = await operation({
      onEvent: (event) => tell(record.take(event), options.report),
      onOutput: keep,
      onError: keep,
      color: "never",
      suppressProgress: true,
      signal: options.signal,
    });
    return { changes: record.changes, output: printed.join(""), ...result };
  } catch (error) {
    const output = printed.join("");
    throw new EngineError(causes(record, output, error), output, log);
  } finally {
    Error.stackTraceLimit = traces;
  }
}

/** The engine's messages; where it had none, its last words. */
function causes(record: RunRecord, output: string, error: unknown): readonly string[] {
  if (record.failures.length > 0) return record.failures;
  const lines = output.split("\n").filter((line) => line.startsWith("error:"));
  if (lines.length > 0) return lines;
  const message = error instanceof Error ? error.message : String(error);
  // The API's message repeats all that was printed.
  return [/Command (?:was killed|failed) with [^\n]*?(?=:|$)/m.exec(message)?.[0] ?? message];
}

function tell(line: string | undefined, report: Report): void {
  if (line !== undefined) report(line);
}

/** A new log for this run; the one of the run before is kept beside it. */
function openLog(directory: string, name: string): string {
  const folder = enginePaths(directory).log;
  makePrivateDirectory(folder);
  const log = join(folder, `engine-${name}.log`);
  if (existsSync(log)) renameSync(log, join(folder, `engine-${name}.previous.log`));
  appendFileSync(log, "", { mode: 0o600 });
  return log;
}

const indent = (text: string): string => text.replace(/^/gm, "  ");
