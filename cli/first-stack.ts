import { z } from "zod";
import { besideIt, firstStackOf } from "../stacks/shard-reference";
import { answerOf } from "./program";

/** What a first stack has told its shards when it was last run, as far as it is used here. */
const Told = z.object({
  values: z.record(z.string(), z.unknown()),
  secrets: z.looseObject({ kubeconfig: z.string().optional() }),
});
export type ToldByFirst = z.infer<typeof Told>;

/**
 * What a shard has of its first stack. It is in the state of that, so no file of it is needed.
 *
 * @param stack as `pulumi --stack` takes it
 * @param cluster `openedx:cluster` of the stack
 * @returns nothing for a stack that is no shard
 * @throws Error with Pulumi's own words
 */
export async function toldByFirst(
  stack: string,
  cluster: unknown,
): Promise<ToldByFirst | undefined> {
  const reference = firstStackOf({ cluster });
  if (reference === undefined) return undefined;
  const first = besideIt(stack, reference);
  const told = await answerOf("pulumi", {
    command: ["stack", "output", "forShards", "--json", "--show-secrets", "--stack", first],
    options: ["--non-interactive", "--color=never"],
    unknown: `The stack ${first} tells its shards how their cluster is reached, and cannot be read`,
    hint: `While a shard exists, ${first} must list it in openedx:shards.`,
  });
  return Told.parse(JSON.parse(told));
}
