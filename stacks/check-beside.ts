import type { Problem } from "./problems";
import { plainValues, type RawStack } from "./raw-stack";
import type { StackValues } from "./read";
import { type CheckedStack, checkStack } from "./settings";
import { asFirst, fileOf, fleetOf, shardValues, type StackReader, unlisted } from "./shard";
import { firstStackOf, nameIn } from "./shard-reference";

/** Checks a stack with the files of the others on its cluster, as they lie beside its own. */
export function checkBeside(raw: RawStack, read: StackReader): CheckedStack {
  const first = firstRaw(raw, read);
  if (first === undefined) return checkStack(raw);
  const checked = checkStack(raw, fleetOf(raw.stack, asFirst(first), read));
  const more = first === raw ? listProblems(raw, read) : shardOf(raw, first);
  if (more.length === 0) return checked;
  const problems = [...more, ...checked.problems];
  return { problems, missingSecrets: checked.missingSecrets, notes: [], warnings: [] };
}

/** The settings of a stack, and those of its first stack where it is a shard; encrypted ones are left out. */
export function valuesBeside(raw: RawStack, read: StackReader): StackValues {
  const first = firstRaw(raw, read);
  const values = plainValues(raw);
  return first === undefined || first === raw ? values : shardValues(values, asFirst(first));
}

/** The first stack of a shard, if its file is there; any other stack is its own. */
function firstRaw(raw: RawStack, read: StackReader): RawStack | undefined {
  const reference = firstStackOf(raw.values);
  return reference === undefined ? raw : read(nameIn(reference));
}

function shardOf({ stack }: RawStack, first: RawStack): Problem[] {
  if (checkStack(first).problems.length > 0)
    return [
      {
        path: ["cluster", "stack"],
        problem: `is "${first.stack}", whose file has mistakes`,
        fix: `Run: npm run openedx -- check ${fileOf(first.stack)}`,
      },
    ];
  return asFirst(first).shards.includes(stack) ? [] : [unlisted(stack, first.stack)];
}

/** Names in `openedx:shards` that are no shard of the stack. */
function listProblems(raw: RawStack, read: StackReader): Problem[] {
  const names = asFirst(raw).shards;
  return names.flatMap((name, index): Problem[] => {
    const path = ["shards", index];
    if (names.indexOf(name) < index)
      return [{ path, problem: `is "${name}", which is there already`, fix: "Remove it." }];
    const reference = firstStackOf(read(name)?.values ?? {});
    if (reference !== undefined && nameIn(reference) === raw.stack) return [];
    return [
      {
        path,
        problem: `is "${name}", but ${fileOf(name)} is no shard of ${raw.stack}`,
        fix: `Write there: openedx:cluster: { kind: stack, stack: ${raw.stack} }. docs/shards.md says how a shard is made, and how one is taken away.`,
      },
    ];
  });
}
