import { describe, expect, it } from "vitest";
import type { ProgramSettings } from "../../components/settings";
import { recordOnAws } from "../support/aws";
import { recordOnDigitalOcean } from "../support/digitalocean";
import { recordInCluster } from "../support/in-cluster";
import type { Recorded } from "../support/recorder";
import { stepsOfRefusal } from "../support/refusal";
import { MADE_ON_ATLAS, MONGODB_ON_DIGITALOCEAN, sampleInstance } from "../support/settings";

const instances = ["history", "science"].map((slug) => sampleInstance(slug));
const two: Partial<ProgramSettings> = { instances };

/** A second or so of the engine, with two instances. */
const LIMIT = 2_000_000;

describe("a refused deletion", () => {
  it.each<[string, () => Promise<readonly Recorded[]>]>([
    ["a cluster that somebody else runs", () => recordInCluster({}, instances)],
    ["data servers reached from inside the cluster", () => recordInCluster(undefined, instances)],
    ["AWS", () => recordOnAws({}, two)],
    ["AWS and Atlas", () => recordOnAws({}, { ...two, mongodb: MADE_ON_ATLAS })],
    ["DigitalOcean", () => recordOnDigitalOcean({}, { ...two, mongodb: MONGODB_ON_DIGITALOCEAN })],
  ])("is told without delay on %s", async (_, build) => {
    const recorded = await build();
    const locks = recorded.filter(({ name }) => name.includes("-is-protected-set-"));
    expect(locks.length).toBeGreaterThan(1);
    const slow = locks.filter((lock) => stepsOfRefusal(recorded, lock, LIMIT) >= LIMIT);
    expect(slow.map(({ name }) => name)).toEqual([]);
  });
});
