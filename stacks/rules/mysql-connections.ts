import {
  type Connections,
  digitaloceanConnections,
  rdsConnections,
  sumOfConnections,
} from "../mysql-connections";
import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import type { OtherStack } from "../shard";
import { comparable } from "./slugs";

/** How many connections the server that the stack makes takes, and how sure that is. */
interface Limit {
  readonly size: string;
  readonly most: number;
  /** Where the cloud tells it, an instance above it is refused; else it is only said. */
  readonly isPublished: boolean;
}

const SOURCE = "docs/sizes.md#connections tells how both are counted.";

/** What would end in `Too many connections` as soon as all sites are busy, with the instances of all stacks on the server. */
export const connectionProblems = (
  stack: ReadableStack,
  others: readonly OtherStack[],
): Problem[] => {
  const limit = limitOf(stack);
  if (limit === undefined || !limit.isPublished) return [];
  const { fewest } = needed(stack, others);
  return fewest <= limit.most ? [] : [tooMany(limit, fewest, "with their fewest pods", others)];
};

/** The same where that is not certain: with pods that the autoscaler may make, or on a server whose limit is a guess. */
export const connectionNotes = (stack: ReadableStack, others: readonly OtherStack[]): Problem[] => {
  const limit = limitOf(stack);
  if (limit === undefined) return [];
  const { most } = needed(stack, others);
  return most <= limit.most
    ? []
    : [tooMany(limit, most, "with all pods that the autoscaler may make", others)];
};

function limitOf({ mysql }: ReadableStack): Limit | undefined {
  if (mysql === undefined || !("size" in mysql)) return undefined;
  const { kind, size } = mysql;
  const most = kind === "rds" ? rdsConnections(size) : digitaloceanConnections(size);
  return most === undefined ? undefined : { size, most, isPublished: kind === "rds" };
}

const needed = (stack: ReadableStack, others: readonly OtherStack[]): Connections =>
  sumOfConnections(
    [stack, ...others.map((other) => other.stack)].flatMap((each) =>
      comparable(each).map(({ settings }) => settings),
    ),
  );

const tooMany = (
  { size, most, isPublished }: Limit,
  connections: number,
  when: string,
  others: readonly OtherStack[],
): Problem => ({
  path: ["mysql", "size"],
  problem:
    `is ${size}, which takes ${isPublished ? "" : "about "}${most} connections, while the instances` +
    `${others.length === 0 ? "" : ` of all ${others.length + 1} stacks on it`} ask for ${connections} ${when}`,
  fix: `Write a larger one, or fewer pods, or move instances to another stack with a server of its own. ${SOURCE}`,
});
