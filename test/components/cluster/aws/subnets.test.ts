import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planSubnets, type ZoneRanges } from "../../../../components/cluster/aws/subnets";
import { contains, overlap, prefixLength } from "../../../../components/shared/cidr";

const vpc = fc
  .record({ second: fc.nat(255), length: fc.integer({ min: 16, max: 19 }) })
  .map(({ second, length }) => `10.${second}.0.0/${length}`);
const zones = fc
  .shuffledSubarray([..."abcdefgh"], { minLength: 2, maxLength: 3 })
  .map((letters) => letters.map((letter) => `eu-central-1${letter}`));

const rangesOf = (zone: ZoneRanges): string[] => [zone.private, zone.public, zone.database];

describe("the subnets of a network", () => {
  it("are in it and apart from each other", () => {
    fc.assert(
      fc.property(vpc, zones, (cidr, names) => {
        const ranges = planSubnets(cidr, names).flatMap(rangesOf);
        expect(ranges.every((range) => contains(cidr, range))).toBe(true);
        const pairs = ranges.flatMap((one, at) => ranges.slice(at + 1).map((its) => [one, its]));
        expect(pairs.some(([one = "", its = ""]) => overlap(one, its))).toBe(false);
      }),
    );
  });

  it("stay what they are when zones are reordered, added or removed", () => {
    const all = [..."abcdefgh"].map((letter) => `eu-central-1${letter}`);
    fc.assert(
      fc.property(vpc, zones, (cidr, names) => {
        const whole = planSubnets(cidr, all);
        const expected = whole.filter(({ zone }) => names.includes(zone));
        expect(planSubnets(cidr, names)).toEqual(expected);
      }),
    );
  });

  it("have room for load balancers also in the smallest network", () => {
    const [zone] = planSubnets("10.20.0.0/19", ["eu-central-1h"]);
    expect(zone && rangesOf(zone).map(prefixLength)).toEqual([23, 27, 27]);
  });

  it("are none of a zone without a letter", () => {
    expect(() => planSubnets("10.20.0.0/16", ["eu-central-1z"])).toThrow(
      new RangeError("eu-central-1z is no zone with a letter from a to h"),
    );
  });
});
