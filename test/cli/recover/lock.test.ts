import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { isDead, locksIn } from "../../../cli/recover/lock";

const REFUSAL = `pulumi stack import: error: could not import deployment: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  s3://state/.pulumi/locks/organization/openedx/campus/1.json: created by ann@laptop (pid 42) at 2026-01-31T12:00:00Z
  s3://state/.pulumi/locks/organization/openedx/campus/2.json: created by bob@desk (pid 7) at 2026-01-31T12:01:00Z`;

describe("locks", () => {
  it("are read from the engine's refusal", () => {
    expect(locksIn(REFUSAL)).toEqual([
      { host: "laptop", pid: 42, since: "2026-01-31T12:00:00Z" },
      { host: "desk", pid: 7, since: "2026-01-31T12:01:00Z" },
    ]);
    expect(locksIn("error: no stack named 'campus' found")).toEqual([]);
  });

  it("are dead only where their process is known not to run", () => {
    const since = "2026-01-31T12:00:00Z";
    // Beyond the largest number that Linux gives, 2^22.
    const nobody = 4_194_305;
    expect(isDead({ host: hostname(), pid: nobody, since })).toBe(true);
    expect(isDead({ host: hostname(), pid: process.pid, since })).toBe(false);
    expect(isDead({ host: `${hostname()}-2`, pid: nobody, since })).toBe(false);
  });
});
