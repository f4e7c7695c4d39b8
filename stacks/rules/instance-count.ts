import type { Problem } from "../problems";
import type { ReadableStack } from "../read";

/** From where on a stack is slow enough for a shard to be worth its making: docs/performance.md. */
const MANY = 40;

const HOW_TO_SHARD =
  "Put further ones into a shard, a stack of instances on the same cluster: write its file as stacks/Pulumi.example-shard.yaml is, " +
  "list it in openedx:shards of the first stack, and run pulumi up for that one and then the shard; see docs/shards.md";

/** A run writes the whole state at each of its steps, so one of many instances takes long. */
export function instanceCountProblems({ instances, maxInstances }: ReadableStack): Problem[] {
  if (maxInstances === undefined || instances.length <= maxInstances) return [];
  return [
    {
      path: ["instances"],
      problem: `has ${instances.length} entries, while openedx:maxInstances is ${maxInstances}`,
      fix: `${HOW_TO_SHARD}.`,
    },
  ];
}

export const instanceCountNotes = ({ instances }: ReadableStack): Problem[] =>
  instances.length < MANY
    ? []
    : [
        {
          path: ["instances"],
          problem: `has ${instances.length} entries, and each makes every run slower`,
          fix: `${HOW_TO_SHARD}.`,
        },
      ];
