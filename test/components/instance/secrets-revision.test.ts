import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { revisionOf } from "../../../components/instance/secrets-revision";

const KEY = "00".repeat(24);
const values = () => fc.dictionary(fc.stringMatching(/^[A-Z_]{1,12}$/), fc.string());

describe("the revision of a Secret", () => {
  it("is short, and fixed for its values", () => {
    // Computed with Python: HMAC-SHA256 of [["A","1"],["B","2"]], 8 bytes.
    expect(revisionOf(KEY, { A: "1", B: "2" })).toBe("54b811700dc54d36");
  });

  it("does not depend on the order of the keys", () => {
    fc.assert(
      fc.property(values(), (some) => {
        const reversed = Object.fromEntries(Object.entries(some).reverse());
        return revisionOf(KEY, some) === revisionOf(KEY, reversed);
      }),
    );
  });

  it("changes with any value, with any key, and with the instance", () => {
    fc.assert(
      fc.property(values(), fc.string(), (some, value) => {
        const revision = revisionOf(KEY, some);
        const others = Object.keys(some).flatMap((key) => [
          { ...some, [key]: `${some[key]}x` },
          Object.fromEntries(Object.entries(some).filter(([each]) => each !== key)),
        ]);
        return (
          [...others, { ...some, new: value }].every(
            (other) => revisionOf(KEY, other) !== revision,
          ) && revisionOf("11".repeat(24), some) !== revision
        );
      }),
    );
  });

  it("cannot be made to agree by moving text from a value to its key", () => {
    expect(revisionOf(KEY, { A: 'x","B', C: "y" })).not.toBe(revisionOf(KEY, { A: "x", B: "y" }));
  });
});
