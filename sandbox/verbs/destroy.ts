import { destroy as engineDestroy } from "../engine/operations";
import { describeChanges } from "./summary";
import { narrator } from "./narrator";
import { withSandboxStack } from "./sandbox-stack";
import type { Verb } from "./verb";

/** Deletes everything that the stack made; the servers go on running. A protected instance is refused. */
export const destroy: Verb = (context) =>
  withSandboxStack(context, async ({ stack, directory, signal }) => {
    const run = { directory, signal, report: narrator(context.report) };
    const { changes } = await engineDestroy(stack, run);
    context.report(describeChanges(changes, 0));
    return 0;
  });
