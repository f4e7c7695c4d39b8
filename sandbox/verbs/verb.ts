import type { Report } from "../contract";

/** What every verb of `npm run sandbox` is given. */
export interface VerbContext {
  /** Folder of the sandbox. */
  readonly directory: string;
  /** Prints one line. */
  readonly report: Report;
}

/** Runs a verb with the rest of the command line. Gives the exit code. @throws OperatorError */
export type Verb = (context: VerbContext, parameters: readonly string[]) => Promise<number>;
