/** One command of `openedx`. */
export interface Command {
  readonly name: string;
  /** What it is for, in one line of `openedx --help`. */
  readonly summary: string;
  /** All of `openedx <name> --help`. */
  readonly help: string;
  /**
   * @returns the exit status: 0 all is well, 1 something was found or failed, and was printed
   * @throws UsageError if `argv`, what follows the name, is not understood
   */
  run(argv: readonly string[], print: Print): number | Promise<number>;
}

/** Prints one or more lines. */
export type Print = (text: string) => void;

/** The command line was not understood; the message says why. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
