import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RawStack } from "./raw-stack";
import { readStackFile } from "./stack-file";

/**
 * The file of another stack, as it lies beside this program.
 *
 * @param folder @default - `stacks/`
 * @returns nothing where there is none, or none that can be read
 */
export function stackAtHand(stack: string, folder = __dirname): RawStack | undefined {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) return undefined;
  const raw = readStackFile(stack, readFileSync(file, "utf8"));
  return "reason" in raw ? undefined : raw;
}
