import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faultsOnDemand } from "../../sandbox/providers/faults";

const thing = { urn: "urn:pulumi:s::p::t:i:T::a/b", type: "t:i:T", name: "a/b" };

describe("faults on demand", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "faults-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const ask = (faults: unknown): void =>
    writeFileSync(join(directory, "faults.json"), JSON.stringify(faults));
  const fault = { when: "after create", type: "t:i:T", name: "a/b" };

  it("do not strike when nobody asked", async () => {
    await expect(faultsOnDemand(directory).strike("after create", thing)).resolves.toBeUndefined();
  });

  it("fail with the message that was asked for, at that moment and for that resource only", async () => {
    ask([{ ...fault, do: "fail", message: "the line broke" }]);
    const faults = faultsOnDemand(directory);
    await expect(faults.strike("after create", thing)).rejects.toThrow("the line broke");
    await expect(faults.strike("before create", thing)).resolves.toBeUndefined();
    await expect(
      faults.strike("after create", { ...thing, name: "other" }),
    ).resolves.toBeUndefined();
  });

  it("are read again when the file changes or goes", async () => {
    ask([]);
    const faults = faultsOnDemand(directory);
    await faults.strike("after create", thing);
    ask([{ ...fault, do: "fail" }]);
    await expect(faults.strike("after create", thing)).rejects.toThrow(
      "a fault was asked for after create",
    );
    rmSync(join(directory, "faults.json"));
    await expect(faults.strike("after create", thing)).resolves.toBeUndefined();
  });

  it("hold without an answer and leave a mark", async () => {
    ask([{ ...fault, do: "hold" }]);
    const answered = vi.fn();
    void faultsOnDemand(directory).strike("after create", thing).finally(answered);
    const mark = join(directory, "faults", "a%2Fb.held");
    await vi.waitUntil(() => existsSync(mark));
    expect(answered).not.toHaveBeenCalled();
  });

  it("refuse a file that says something else, naming it", async () => {
    ask([{ ...fault, do: "explode" }]);
    await expect(faultsOnDemand(directory).strike("after create", thing)).rejects.toThrow(
      `${join(directory, "faults.json")}: ✖ Invalid option: expected one of "hold"|"fail"\n  → at [0].do`,
    );
  });
});
