import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import type { OtherStack } from "../shard";
import { comparable } from "./slugs";

/** Something that each instance has one of, and an account has only so many of. */
interface AccountLimit {
  /** Whether the stack's instances have it. */
  readonly counts: (stack: ReadableStack) => boolean;
  readonly most: number;
  /** What each instance has. */
  readonly what: string;
  readonly account: string;
  readonly fix: string;
}

const LIMITS: readonly AccountLimit[] = [
  {
    counts: ({ storage }) => storage?.kind === "spaces",
    // It may have 200 keys: https://docs.digitalocean.com/products/spaces/details/limits/
    most: 100,
    what: "a bucket",
    account: "an account of DigitalOcean has 100 on Spaces",
    fix: "Move some to another stack whose storage is elsewhere, or on another account; see docs/storage.md.",
  },
  {
    counts: ({ mongodb }) => mongodb?.kind === "atlas",
    most: 100,
    what: "a user",
    account: "a project of MongoDB Atlas has 100",
    fix: "Move some to another stack with a project of its own; see https://www.mongodb.com/docs/atlas/reference/atlas-limits/.",
  },
];

/** What an account would refuse, with the instances of all stacks on the same servers. */
export function accountLimitProblems(
  stack: ReadableStack,
  others: readonly OtherStack[],
): Problem[] {
  const own = comparable(stack).length;
  const all = others.reduce((sum, other) => sum + comparable(other.stack).length, own);
  const elsewhere =
    others.length === 0
      ? ""
      : `, ${all} with those of ${others.map(({ file }) => file).join(", ")}`;
  return LIMITS.filter(({ counts, most }) => counts(stack) && all > most).map(
    ({ what, account, fix }) => ({
      path: ["instances"],
      problem: `has ${own} instances with ${what} each${elsewhere}, while ${account}`,
      fix,
    }),
  );
}
