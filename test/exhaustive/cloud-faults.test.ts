import { beforeAll, describe, expect, it } from "vitest";
import { ATTEMPTS, type FaultKind, type Moment } from "../../sandbox/providers/fault-kinds";
import {
  inStateOf,
  isInAccount,
  openExample,
  thingsOf,
  unprotected,
  type CloudName,
} from "../sandbox/support/example-stack";
import { withFaults } from "../sandbox/support/faults";
import { destroy, up } from "../sandbox/support/stacks";
import { recordedOnAws } from "../support/aws";
import { recordedOnDigitalOcean } from "../support/digitalocean";
import type { Recorded } from "../support/recorder";

/** More than there are layers of resources that wait for each other. */
const RUNS = 60;

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

interface Strike {
  readonly types: readonly string[];
  readonly when: Moment;
  readonly kind: FaultKind;
  readonly times: number;
}

const struck = ({ types, when, kind, times }: Strike, run: () => Promise<unknown>) =>
  withFaults(
    types.map((type) => ({ when, type, name: "*", do: kind, times })),
    () => untilDone(run),
  );

describe.each<[CloudName, () => Promise<readonly Recorded[]>]>([
  ["aws", recordedOnAws],
  ["digitalocean", recordedOnDigitalOcean],
])("a stack on %s, every resource of which is struck once", (cloud, recorded) => {
  const example = `example-${cloud}`;
  let types: readonly string[];
  beforeAll(async () => {
    const all = (await recorded()).map(({ type }) => type);
    types = [...new Set(all)].filter((type) => isInAccount(cloud, type));
  });

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
    const settings = { ...unprotected(example), "openedx:instances": [] };
    const stack = await openExample(`exhaustive-${cloud}`, example, settings);
    const strike = { types, when, kind, times };
    const isDown = when.endsWith("delete");
    await (isDown ? up(stack) : struck(strike, () => up(stack)));
    expect(thingsOf(cloud)).toEqual(await inStateOf(cloud, stack));
    expect(Object.keys((await up(stack)).changes)).toEqual(["same"]);
    await (isDown ? struck(strike, () => destroy(stack)) : destroy(stack));
    expect(await inStateOf(cloud, stack)).toEqual([]);
    expect(thingsOf(cloud)).toEqual([]);
  });
});
