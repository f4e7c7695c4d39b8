import { z } from "zod";
import { section, text } from "./text";

/** What [Pulumi](https://www.pulumi.com/docs/iac/concepts/stacks/) takes for a stack's name. */
const STACK = "[A-Za-z0-9_.-]{1,100}";

const NAMES = "names of stacks in a list, such as [campus-2]";

export const shards = z
  .array(text(new RegExp(`^${STACK}$`), NAMES), NAMES)
  .default([])
  .describe(
    "Further stacks with instances on the same cluster and servers; see docs/shards.md. While the list is not empty, this " +
      "stack is not taken down.",
  );

/** The cluster of a shard is that of the stack that lists it. */
export const shardCluster = section({
  kind: z
    .literal("stack")
    .describe(
      "`stack`: this stack is a shard, with instances only, and has everything else from another one; see docs/shards.md.",
    ),
  stack: text(
    new RegExp(`^${STACK}(?:/${STACK}/${STACK})?$`),
    "the name of the stack that lists this one in its openedx:shards, or organization/project/name",
  ).describe("Only for `stack`: the stack that lists this one in its `openedx:shards`."),
});
