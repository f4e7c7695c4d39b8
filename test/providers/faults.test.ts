import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OperatorError } from "../../sandbox/contract";
import { ATTEMPTS, moment, NotSettled } from "../../sandbox/providers/fault-kinds";
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
      `${join(directory, "faults.json")}: ✖ Invalid option: expected one of "hold"|"fail"|"throttle"|"break"|"timeout"|"unsettled"|"late"\n  → at [0].do`,
    );
  });

  it("strike every resource where they are asked for all", async () => {
    ask([{ when: "before delete", type: "*", name: "*", do: "fail", times: 1 }]);
    const faults = faultsOnDemand(directory);
    for (const urn of ["one", "other"]) {
      const resource = { urn, type: "any", name: urn };
      await expect(faults.strike("before delete", resource)).rejects.toThrow("a fault was asked");
      await expect(faults.strike("before delete", resource)).resolves.toBeUndefined();
    }
  });

  it.each([
    ["throttle", "before create", "StatusCode: 429, ThrottlingException: Rate exceeded"],
    [
      "break",
      "before delete",
      "StatusCode: 500, InternalFailure: the server met an error of its own",
    ],
    ["late", "after create", "StatusCode: 404, NotFoundException: couldn't find resource"],
  ])("that pass are asked about again, and others given up: %s", async (kind, when, words) => {
    const at = moment.parse(when);
    ask([{ ...fault, when, do: kind, times: ATTEMPTS - 1 }]);
    const faults = faultsOnDemand(directory);
    await expect(faults.strike(at, thing)).resolves.toBeUndefined();
    ask([{ ...fault, when, do: kind, times: ATTEMPTS }]);
    await expect(faults.strike(at, thing)).rejects.toThrow(`${words} (after 5 attempts)`);
    await expect(faults.strike(at, thing)).resolves.toBeUndefined();
  });

  it.each([
    ["timeout", "before create", false],
    ["timeout", "after create", true],
    ["timeout", "after delete", false],
    ["unsettled", "after create", true],
    ["late", "after create", true],
    ["fail", "after create", false],
  ])("tell whether something is there: %s %s", async (kind, when, isThere) => {
    ask([{ ...fault, when, do: kind }]);
    const struck = faultsOnDemand(directory).strike(moment.parse(when), thing);
    const error: unknown = await struck.catch((failed: unknown) => failed);
    expect(error).toBeInstanceOf(OperatorError);
    expect(error instanceof NotSettled).toBe(isThere);
  });

  it.each([
    ["throttle", "after create"],
    ["break", "after update"],
    ["late", "before create"],
    ["unsettled", "after delete"],
  ])("are refused at a moment when they do not happen: %s %s", async (kind, when) => {
    ask([{ ...fault, when, do: kind }]);
    await expect(faultsOnDemand(directory).strike("before create", thing)).rejects.toThrow(
      "does not happen at this moment",
    );
  });
});
