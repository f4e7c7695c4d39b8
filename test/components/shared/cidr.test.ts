import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contains,
  overlap,
  part,
  prefixLength,
  straightened,
} from "../../../components/shared/cidr";

const cidr = fc
  .tuple(fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 32 }))
  .map(([parts, length]) => `${parts.join(".")}/${length}`);

describe("an IPv4 range", () => {
  it.each([
    ["10.20.30.40/16", "10.20.0.0/16"],
    ["255.255.255.255/1", "128.0.0.0/1"],
    ["192.168.1.1/32", "192.168.1.1/32"],
  ])("%s begins at %s", (given, expected) => expect(straightened(given)).toBe(expected));

  it("is what it was when it is straightened again", () => {
    fc.assert(
      fc.property(cidr, (range) => {
        expect(straightened(straightened(range))).toBe(straightened(range));
        expect(overlap(range, straightened(range))).toBe(true);
      }),
    );
  });

  it.each([
    ["10.0.0.0/8", "10.255.0.0/16", true],
    ["10.0.0.0/16", "10.1.0.0/16", false],
    ["172.20.128.0/17", "172.20.0.0/16", true],
  ])("%s and %s overlap: %s, whichever is first", (one, other, expected) => {
    expect([overlap(one, other), overlap(other, one)]).toEqual([expected, expected]);
  });

  it("holds a range if they overlap and it is no smaller", () => {
    expect(contains("10.0.0.0/8", "10.1.0.0/16")).toBe(true);
    expect(contains("10.1.0.0/16", "10.0.0.0/8")).toBe(false);
    expect(contains("10.0.0.0/8", "11.0.0.0/16")).toBe(false);
  });

  it("has parts that are inside, of one size, and apart from each other", () => {
    const parts = fc.record({ range: cidr, bits: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(parts, ({ range, bits }) => {
        fc.pre(prefixLength(range) + bits <= 32);
        const all = Array.from({ length: 2 ** bits }, (_, index) => part(range, bits, index));
        expect(all.every((each) => contains(range, each))).toBe(true);
        expect(new Set(all.map(prefixLength))).toEqual(new Set([prefixLength(range) + bits]));
        const pairs = all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other]));
        expect(pairs.some(([one = "", other = ""]) => overlap(one, other))).toBe(false);
      }),
    );
  });

  it("has no other parts", () => {
    const none = new RangeError("10.0.0.0/16 has no part 4 of 4");
    expect(() => part("10.0.0.0/16", 2, 4)).toThrow(none);
    expect(() => part("10.0.0.0/31", 2, 0)).toThrow(
      new RangeError("10.0.0.0/31 has no part 0 of 4"),
    );
  });
});
