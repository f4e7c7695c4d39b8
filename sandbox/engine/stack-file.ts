import { readFileSync } from "node:fs";
import { join } from "node:path";
import { explain } from "../../stacks/problems";
import { checkStack } from "../../stacks/settings";
import { readStackFile, SANDBOX_STACK } from "../../stacks/stack-file";
import { OperatorError } from "../contract";
import { PROJECT_ROOT } from "../directories";
import { isSystemError } from "../servers/files";
import { readStackConfig, type StackConfig } from "./config";

/** The stack file of the sandbox, relative to the checkout. */
const STACK_FILE = join("stacks", `Pulumi.${SANDBOX_STACK}.yaml`);

/**
 * Reads the settings of the sandbox, after checking them: a wrong file starts nothing.
 *
 * @throws OperatorError with every problem of the file
 */
export function sandboxSettings(root: string = PROJECT_ROOT): StackConfig {
  const text = readText(join(root, STACK_FILE));
  const stack = readStackFile(SANDBOX_STACK, text);
  if ("reason" in stack) throw new OperatorError(`${STACK_FILE}: ${stack.reason}.\n  ${stack.fix}`);
  // The secrets that are missing in it are the sandbox's own.
  const { problems } = checkStack(stack);
  if (problems.length > 0) throw new OperatorError(explain(STACK_FILE, problems));
  return readStackConfig(text);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
    throw new OperatorError(
      `${STACK_FILE} is missing: it says which instances the sandbox has. ` +
        `Get it back with "git checkout ${STACK_FILE}".`,
    );
  }
}
