import { OperatorError } from "../contract";
import { enginePaths } from "./paths";

/**
 * The error for a state that the engine does not take: a file that is damaged, or a passphrase that is not its own.
 *
 * @param words what the engine said, its `error:` line among it
 */
export function refusedState(stack: string, directory: string, words: string): OperatorError {
  const [cause = words] = /error: [^\n]+/.exec(words) ?? [];
  return new OperatorError(
    `The engine cannot open the stack ${stack}: ${cause}\n` +
      `Its state is in ${enginePaths(directory).state}. Put that right and run the same command again; or run ` +
      `"npm run sandbox -- wipe", which deletes this sandbox with its data, to start afresh.`,
  );
}
