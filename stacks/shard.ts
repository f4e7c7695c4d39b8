import { problemsOf } from "./issues";
import type { Problem } from "./problems";
import { readStack, type ReadableStack, type StackValues } from "./read";
import { plainValues, type RawStack } from "./raw-stack";
import { isAnySecretKey, isSecretKey, removeSecret } from "./schema/secrets";
import { shardCluster, shards } from "./schema/shards";
import { SHARD_SECTIONS, stackSchema } from "./schema/stack";

/** A stack that has shards, as a shard knows it. */
export interface FirstStack {
  readonly name: string;
  /** Names of the stacks that it lists. */
  readonly shards: readonly string[];
  /** What it shares with them, by section of its file. */
  readonly values: StackValues;
}

/** Another stack with instances on the same cluster. */
export interface OtherStack {
  readonly file: string;
  readonly stack: ReadableStack;
}

/** The stacks of one cluster: the first, and of all but the one that is looked at those whose settings are at hand. */
export interface Fleet {
  readonly first: FirstStack;
  readonly others: readonly OtherStack[];
}

/** Reads the file of a stack, if it is at hand and a stack file. */
export type StackReader = (stack: string) => RawStack | undefined;

/** Where the file of a stack is. */
export const fileOf = (stack: string): string => `stacks/Pulumi.${stack}.yaml`;

/** What a stack is to its shards. */
export function asFirst(raw: RawStack): FirstStack {
  const values = plainValues(raw);
  const shared = Object.entries(values).filter(
    ([key]) => !OWN.includes(key) && !isAnySecretKey(key),
  );
  return {
    name: raw.stack,
    shards: shards.catch([]).parse(values.shards),
    values: Object.fromEntries(shared),
  };
}

/** What a stack says for itself alone. */
const OWN: readonly string[] = ["shards", "deletionProtection", "instances"];

/** The settings of a shard: its instances, and all else of its first stack. */
export const shardValues = (values: StackValues, first: FirstStack): StackValues => ({
  ...first.values,
  deletionProtection: values.deletionProtection,
  instances: values.instances,
});

export function fleetOf(stack: string, first: FirstStack, read: StackReader): Fleet {
  const names = [first.name, ...first.shards].filter((name) => name !== stack);
  const others = names.flatMap((name): OtherStack[] => {
    const raw = read(name);
    if (raw === undefined) return [];
    const values = plainValues(raw);
    const whole = name === first.name ? values : shardValues(values, first);
    return [{ file: fileOf(name), stack: readStack(whole) }];
  });
  return { first, others };
}

/** What a shard says that its first stack says for all, and what is wrong with how it names that. */
export function shardProblems({ stack, values }: RawStack, first: string): Problem[] {
  const { error } = shardCluster.safeParse(values.cluster);
  const own: readonly string[] = SHARD_SECTIONS;
  const shared = Object.keys(values).filter((key) => !own.includes(key));
  return [
    ...problemsOf("cluster", values.cluster, error?.issues ?? []),
    ...shared
      .filter((key) => isSecretKey(key) || Object.hasOwn(stackSchema.shape, key))
      .map((key) => ({
        path: [key],
        problem: `is set, while this stack is a shard of ${first}`,
        fix:
          `A shard has cluster, instances and deletionProtection only, and all else is that of ${fileOf(first)}. ` +
          (isSecretKey(key) ? `Run: ${removeSecret(stack, key)}` : "Remove it."),
      })),
  ];
}

/** A shard whose first stack nobody has looked at. */
export const unknownFirst = (first: string): Problem => ({
  path: ["cluster", "stack"],
  problem: `is "${first}", and there is no ${fileOf(first)} here`,
  fix: "Write the name of the stack that lists this one in its openedx:shards, and keep both files in one folder.",
});

export const unlisted = (stack: string, first: string): Problem => ({
  path: ["cluster", "stack"],
  problem: `is "${first}", whose openedx:shards does not list ${stack}`,
  fix: `Add ${stack} to openedx:shards in ${fileOf(first)}, and run: pulumi up --stack ${first}`,
});
