import { OperatorError } from "../contract";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does work that tidies up after itself when it is interrupted: the controller is aborted on Ctrl-C, on a
 * request to end and at the loss of the terminal, with an error for the operator as the reason.
 */
export async function interruptible<T>(work: (abort: AbortController) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void =>
    abort.abort(
      new OperatorError(
        `Interrupted by ${signal}: the servers that this command had started are stopped again. ` +
          `Run the same command again to go on.`,
      ),
    );
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    return await work(abort);
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}
