import type { Fault } from "../../../sandbox/providers/faults";
import { untilHeld, withFaults } from "./faults";
import { pulumi } from "./pulumi-command";

/**
 * Runs plain `pulumi up` on a stack, and kills the engine when it is where it is wanted.
 *
 * @param untilThere resolves at that moment
 * @throws Error with what the engine printed if that moment does not come
 */
export async function killUp(stack: string, untilThere: () => Promise<unknown>): Promise<void> {
  const command = pulumi(stack, "up", "--yes", "--skip-preview");
  const tooEarly = command.ended.then(() => {
    throw new Error("it ended before it could be killed");
  });
  const failure = await Promise.race([untilThere(), tooEarly]).then(
    () => undefined,
    (error: unknown) => error,
  );
  command.kill();
  const { output } = await command.ended;
  if (failure !== undefined) throw new Error(`pulumi up:\n${output}`, { cause: failure });
}

/** Kills the engine when it waits for all of these faults, which hold. */
export const killUpHeldBy = (stack: string, faults: readonly Fault[]): Promise<void> =>
  withFaults(faults, () =>
    killUp(stack, () => Promise.all(faults.map(({ name }) => untilHeld(name)))),
  );
