import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isHeld, stackLocks } from "../../sandbox/engine/lock";

/** Above the largest process number that Linux gives (`pid_max`, 2^22). */
const NOBODY = 2 ** 22 + 1;

const lock = (pid: number, host = hostname()) => ({
  pid,
  username: "operator",
  hostname: host,
  timestamp: "2026-11-21T09:00:00Z",
});

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-lock-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("stackLocks", () => {
  it("finds none where no stack has ever been locked", () => {
    expect(stackLocks(directory, "sandbox")).toEqual([]);
  });

  it("reads who holds the stack, as the engine's file backend writes it", () => {
    const folder = join(directory, "state/.pulumi/locks/organization/openedx/sandbox");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "5f1c.json"), JSON.stringify(lock(4711)));
    expect(stackLocks(directory, "sandbox")).toEqual([lock(4711)]);
    expect(stackLocks(directory, "other")).toEqual([]);
  });
});

describe("isHeld", () => {
  it("holds while the process lives", () => expect(isHeld(lock(process.pid))).toBe(true));
  it("does not hold once it is dead", () => expect(isHeld(lock(NOBODY))).toBe(false));
  it("holds for a process of another machine, of which nothing is known", () =>
    expect(isHeld(lock(NOBODY, `not-${hostname()}`))).toBe(true));
});
