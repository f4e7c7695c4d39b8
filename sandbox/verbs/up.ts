import { up as engineUp } from "../engine/operations";
import { memory } from "../servers";
import { narrator } from "./narrator";
import { withSandboxStack } from "./sandbox-stack";
import {
  describeChanges,
  describeInstances,
  describeMemory,
  describeSimulated,
  instancesIn,
  LOOK_AROUND,
} from "./summary";
import type { Verb } from "./verb";

/** Starts the sandbox, makes it match the stack file and tells what there is. */
export const up: Verb = (context) =>
  withSandboxStack(context, async ({ stack, directory, servers, signal }) => {
    const { report } = context;
    report(`Making the sandbox match stacks/Pulumi.${stack.name}.yaml`);
    const started = performance.now();
    const run = { directory, signal, report: narrator(report) };
    const { changes, outputs } = await engineUp(stack, run);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const instances = instancesIn(outputs);
    const lines = [
      `${describeChanges(changes, Object.keys(instances).length)} (${seconds} s)`,
      ...describeInstances(instances),
      ...describeSimulated(servers),
      "",
      describeMemory(memory(directory)),
      ...LOOK_AROUND,
    ];
    for (const line of lines) report(line);
    return 0;
  });
