import { describe, expect, it } from "vitest";
import { recommended } from "../../../bench/sandbox/tuning";

const figures = (parallel: number, createSeconds: number, destroySeconds: number) => ({
  qps: 500,
  burst: 1000,
  parallel,
  createSeconds,
  destroySeconds,
});

describe("the choice of client limits and parallelism", () => {
  it("is the fastest one, up and destroy together", () => {
    const [slow, fast] = [figures(8, 10, 40), figures(32, 12, 20)];
    expect(recommended([slow, fast])).toBe(fast);
  });

  it("is the gentler one where it is slower by no more than runs differ", () => {
    const [gentle, hard] = [figures(32, 10, 21), figures(64, 10, 20)];
    expect(recommended([gentle, hard])).toBe(gentle);
  });
});
