import { z } from "zod";
import type { StackConfig } from "../../sandbox/engine/config";
import { fleetConfig } from "../fleet";
import type { Bench } from "./bench";
import { BenchStack } from "./bench-stack";

/** A choice of how fast the API server may be asked and how much the engine does at once. */
export interface Tuning {
  /** Requests a second in the long run; `openedx:cluster.client` of a stack file. */
  readonly qps: number;
  readonly burst: number;
  /** Operations of the engine at once. */
  readonly parallel: number;
}

export interface TuningFigures extends Tuning {
  readonly createSeconds: number;
  readonly destroySeconds: number;
}

/** From the gentlest to the hardest. The first limits are the provider's own defaults. */
const CHOICES: readonly Tuning[] = [
  { qps: 50, burst: 120, parallel: 8 },
  { qps: 50, burst: 120, parallel: 32 },
  { qps: 500, burst: 1000, parallel: 8 },
  { qps: 500, burst: 1000, parallel: 32 },
  { qps: 500, burst: 1000, parallel: 64 },
];

/** Measures each choice with a fleet of `instances`, from nothing to nothing. */
export async function measureTunings(bench: Bench, instances: number): Promise<TuningFigures[]> {
  const stack = new BenchStack(bench);
  const figures: TuningFigures[] = [];
  for (const tuning of CHOICES) {
    const { qps, burst, parallel } = tuning;
    bench.report(`${instances} instances: up and destroy with qps ${qps}, parallel ${parallel}`);
    const config = withClientLimits(fleetConfig(instances), { qps, burst });
    figures.push({
      ...tuning,
      createSeconds: await stack.up(config, parallel),
      destroySeconds: await stack.destroy(config, parallel),
    });
  }
  return figures;
}

const Section = z.record(z.string(), z.unknown());

const withClientLimits = (
  config: StackConfig,
  client: { readonly qps: number; readonly burst: number },
): StackConfig => ({
  ...config,
  "openedx:cluster": { ...Section.parse(config["openedx:cluster"]), client },
});

/** How much slower than the fastest a gentler choice may be, as a share: less than runs differ by themselves. */
const TOLERANCE = 0.05;

/** The gentlest choice that is about as fast as the fastest, `up` and `destroy` together. */
export function recommended(figures: readonly TuningFigures[]): TuningFigures | undefined {
  const seconds = (choice: TuningFigures) => choice.createSeconds + choice.destroySeconds;
  const least = Math.min(...figures.map(seconds));
  return figures.find((choice) => seconds(choice) <= least * (1 + TOLERANCE));
}
