import { describe, expect, it } from "vitest";
import { describeAim, isMet } from "../../bench/aims";

const aim = { what: "time with 50 instances", limit: 6, unit: "s" };

describe("an aim", () => {
  it("is met up to its limit", () => {
    expect(isMet({ ...aim, measured: 6 })).toBe(true);
    expect(describeAim({ ...aim, measured: 4.0512 })).toBe(
      "met: time with 50 instances: 4.05 s, at most 6 s",
    );
  });

  it("is missed above its limit", () => {
    expect(isMet({ ...aim, measured: 6.01 })).toBe(false);
    expect(describeAim({ ...aim, measured: 6.01 })).toBe(
      "missed: time with 50 instances: 6.01 s, at most 6 s",
    );
  });
});
