import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { fleetConfig } from "../../bench/fleet";
import { checkStack } from "../../stacks/settings";
import { readStackFile } from "../../stacks/stack-file";

describe("fleetConfig", () => {
  it.each([0, 1, 51])("is a stack file without mistakes, with as many instances: %i", (count) => {
    const raw = readStackFile("bench", stringify({ config: fleetConfig(count) }));
    if ("reason" in raw) throw new Error(raw.reason);
    const { settings, problems } = checkStack(raw);
    expect(problems).toEqual([]);
    expect(settings?.instances).toHaveLength(count);
  });
});
