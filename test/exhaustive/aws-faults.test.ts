import { beforeAll, describe, expect, it } from "vitest";
import { ATTEMPTS, type FaultKind, type Moment } from "../../sandbox/providers/fault-kinds";
import { awsInState, awsThings, openExample, unprotected } from "../sandbox/support/example-stack";
import { withFaults } from "../sandbox/support/faults";
import { destroy, up } from "../sandbox/support/stacks";
import { recordedOnAws } from "../support/aws";

/** More than there are layers of resources that wait for each other. */
const RUNS = 60;

const settings = { ...unprotected("example-aws"), "openedx:instances": [] };

/** What else the stack of the example makes exists in the sandbox's servers, and not in its account. */
const isOfAccount = (type: string): boolean =>
  type.startsWith("aws:") && !/^aws:(s3|iam\/(user|accessKey))/.test(type);

let types: readonly string[];
beforeAll(async () => {
  const all = (await recordedOnAws()).map(({ type }) => type);
  types = [...new Set(all)].filter(isOfAccount);
});

/** Runs until a run ends well, as an operator would. */
async function untilDone(run: () => Promise<unknown>): Promise<void> {
  for (let times = 1; times < RUNS; times++) {
    const failed = await run().then(
      () => false,
      () => true,
    );
    if (!failed) return;
  }
  await run();
}

const struck = (when: Moment, kind: FaultKind, times: number, run: () => Promise<unknown>) =>
  withFaults(
    types.map((type) => ({ when, type, name: "*", do: kind, times })),
    () => untilDone(run),
  );

describe("a stack on AWS, every resource of which is struck once", () => {
  it.each<[Moment, FaultKind, number]>([
    ["before create", "throttle", ATTEMPTS - 1],
    ["before create", "throttle", ATTEMPTS],
    ["before create", "break", ATTEMPTS],
    ["before create", "timeout", 1],
    ["before create", "fail", 1],
    ["after create", "timeout", 1],
    ["after create", "unsettled", 1],
    ["after create", "late", ATTEMPTS - 1],
    ["after create", "late", ATTEMPTS],
    ["before delete", "throttle", ATTEMPTS],
    ["before delete", "break", ATTEMPTS],
    ["before delete", "timeout", 1],
    ["after delete", "timeout", 1],
    ["after delete", "fail", 1],
  ])("goes up and down without an orphan: %s %s %i", async (when, kind, times) => {
    const stack = await openExample("exhaustive-aws", "example-aws", settings);
    const isDown = when.endsWith("delete");
    await (isDown ? up(stack) : struck(when, kind, times, () => up(stack)));
    expect(awsThings()).toEqual(await awsInState(stack));
    expect(Object.keys((await up(stack)).changes)).toEqual(["same"]);
    await (isDown ? struck(when, kind, times, () => destroy(stack)) : destroy(stack));
    expect(await awsInState(stack)).toEqual([]);
    expect(awsThings()).toEqual([]);
  });
});
