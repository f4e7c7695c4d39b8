import { preview as enginePreview } from "../engine/operations";
import { withSandboxStack } from "./sandbox-stack";
import type { Verb } from "./verb";

/** Tells what `up` would do, in the engine's own words. */
export const preview: Verb = (context) =>
  withSandboxStack(context, async ({ stack, directory, signal }) => {
    const quiet = { directory, signal, report: () => undefined };
    const { output } = await enginePreview(stack, quiet);
    context.report(output.trimEnd());
    return 0;
  });
