import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  count,
  cpuQuantity,
  mebibytes,
  millicores,
  sizeQuantity,
} from "../../../components/shared/quantities";

describe("quantities", () => {
  it("are read in every unit that the settings take", () => {
    expect(["500m", "2"].map(millicores)).toEqual([500, 2000]);
    expect(["512Mi", "2Gi", "1Ti"].map(mebibytes)).toEqual([512, 2048, 1024 ** 2]);
    expect(() => mebibytes("2G")).toThrow(new RangeError("2G is no number of Mi, Gi or Ti"));
  });

  it("are written in the shortest form, as the API server stores them", () => {
    expect([1, 1500, 2000, 3_000_000].map(cpuQuantity)).toEqual(["1m", "1500m", "2", "3k"]);
    expect([0, 512, 1536, 2048, 1024 ** 2].map(sizeQuantity)).toEqual([
      "0",
      "512Mi",
      "1536Mi",
      "2Gi",
      "1Ti",
    ]);
    expect([0, 999, 2000].map(count)).toEqual(["0", "999", "2k"]);
  });

  it("mean the same when they are read again", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900_000 }), (number) => {
        expect(millicores(cpuQuantity(number))).toBe(number);
        expect(mebibytes(sizeQuantity(number))).toBe(number);
      }),
    ));
});
