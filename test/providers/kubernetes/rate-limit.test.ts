import { describe, expect, it } from "vitest";
import { RateLimiter } from "../../../sandbox/providers/kubernetes/rate-limit";

describe("RateLimiter", () => {
  it("lets a burst through and then so many a second", () => {
    let now = 0;
    const limiter = new RateLimiter({ qps: 10, burst: 3 }, () => now);
    const take = (times: number): number[] => Array.from({ length: times }, () => limiter.take());
    expect(take(5)).toEqual([0, 0, 0, 100, 200]);
    now = 200;
    expect(take(1)).toEqual([100]);
    now = 10_000;
    expect(take(4)).toEqual([0, 0, 0, 100]);
  });
});
