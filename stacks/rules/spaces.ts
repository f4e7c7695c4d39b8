import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** What DigitalOcean Spaces would refuse. */
export const spacesProblems = (stack: ReadableStack): Problem[] =>
  stack.storage?.kind === "spaces" ? publicBuckets(stack) : [];

/**
 * A key that is limited to buckets and a policy that opens one of them for everybody are two ways of saying who may do
 * what, and it is not known that Spaces takes both for one bucket.
 */
function publicBuckets(stack: ReadableStack): Problem[] {
  const problem = {
    problem: "is true, while openedx:storage.kind is spaces",
    fix: "Write false, or another kind of storage: buckets on Spaces are all private.",
  };
  if (stack.storage?.publicMedia === true)
    return [{ path: ["storage", "publicMedia"], ...problem }];
  return comparable(stack)
    .filter(({ settings }) => settings.storage.publicMedia)
    .map(({ index }) => ({ path: ["instances", index, "storage", "publicMedia"], ...problem }));
}
