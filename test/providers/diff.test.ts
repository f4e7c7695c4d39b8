import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differences, isUnderAny, topOf } from "../../sandbox/providers/diff";
import { isValue, type Value } from "../../sandbox/providers/value";

const json = (): fc.Arbitrary<Value> => fc.jsonValue({ depthSize: "small" }).filter(isValue);

describe("differences", () => {
  it("names the smallest parts that differ, as the engine writes paths", () => {
    const old = {
      name: "a",
      labels: { "app.kubernetes.io/name": "x", gone: "y" },
      ports: [80, 443],
      same: { deep: [1] },
    };
    const current = {
      name: "b",
      labels: { "app.kubernetes.io/name": "z", 'quo"ted': "new" },
      ports: [80, 444, 8080],
      same: { deep: [1] },
    };
    expect([...differences(old, current)]).toEqual([
      ["name", "changed"],
      ['labels["app.kubernetes.io/name"]', "changed"],
      ["labels.gone", "deleted"],
      ['labels["quo\\"ted"]', "added"],
      ["ports[1]", "changed"],
      ["ports[2]", "added"],
    ]);
  });

  it("takes another kind of value for one change", () => {
    expect([...differences({ a: [1] }, { a: { b: 1 } })]).toEqual([["a", "changed"]]);
    expect([...differences({ a: null }, { a: 0 })]).toEqual([["a", "changed"]]);
  });

  it("finds nothing between a value and itself, in whatever order its names are", () => {
    fc.assert(fc.property(json(), (value) => differences({ value }, { value }).size === 0));
    expect(differences({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }).size).toBe(0);
  });

  it("finds something between any two values whose JSON differs", () => {
    fc.assert(
      fc.property(json(), json(), (left, right) => {
        fc.pre(canonical(left) !== canonical(right));
        return differences({ value: left }, { value: right }).size > 0;
      }),
    );
  });
});

describe("isUnderAny", () => {
  it("holds a path and what lies below it, and no neighbour that begins alike", () => {
    expect(isUnderAny("spec", ["spec"])).toBe(true);
    expect(isUnderAny("spec.a[0]", ["spec"])).toBe(true);
    expect(isUnderAny('data["a.b"]', ["data"])).toBe(true);
    expect(isUnderAny("specification", ["spec"])).toBe(false);
    expect(isUnderAny("spec", ["spec.a"])).toBe(false);
  });

  it("holds everything below a star and nothing below no paths", () => {
    expect(isUnderAny("anything.at[0].all", ["*"])).toBe(true);
    expect(isUnderAny("anything", [])).toBe(false);
  });
});

describe("topOf", () => {
  it.each([
    ["name", "name"],
    ["metadata.labels.a", "metadata"],
    ["ports[1].name", "ports"],
  ])("finds the property that %s lies in", (path, top) => {
    expect(topOf(path)).toBe(top);
  });
});

/** JSON with sorted names, and no negative zero, which JSON does not have. */
function canonical(value: Value): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
