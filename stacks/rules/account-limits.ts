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

/** Of an account: https://docs.digitalocean.com/products/spaces/details/limits/ */
const MOST_BUCKETS = 100;
const MOST_KEYS = 200;

/** Of a project: https://www.mongodb.com/docs/atlas/reference/atlas-limits/ */
const MOST_USERS = 100;

const LIMITS: readonly AccountLimit[] = [
  {
    counts: ({ storage }) => storage?.kind === "spaces",
    most: MOST_BUCKETS,
    what: "a bucket",
    account: `an account of DigitalOcean has ${MOST_BUCKETS} on Spaces`,
    fix: "Move some to another stack whose storage is elsewhere, or on another account; see docs/storage.md.",
  },
  {
    counts: ({ storage }) => storage?.kind === "spaces",
    // One more is what buckets are made by.
    most: MOST_KEYS - 1,
    what: "a key",
    account: `an account of DigitalOcean has ${MOST_KEYS} for Spaces, one of them to make buckets by`,
    fix: "Move some to another stack whose storage is elsewhere, or on another account; see docs/storage.md.",
  },
  {
    counts: ({ mongodb }) => mongodb?.kind === "atlas",
    most: MOST_USERS,
    what: "a user",
    account: `a project of MongoDB Atlas has ${MOST_USERS}`,
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
