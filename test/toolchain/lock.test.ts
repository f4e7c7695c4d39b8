import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { identityOf } from "../../sandbox/servers/proc";
import { withLock } from "../../sandbox/toolchain/lock";
import { temporaryFolder } from "./support";

/** What a lock of this very process holds. */
const SELF = identityOf(process.pid);

const neverWaiting = (pid: number) => {
  throw new Error(`waited for ${pid}`);
};

describe("withLock", () => {
  it("lets one work at a time and tells the other whom it waits for, once", async () => {
    const file = join(temporaryFolder(), "lock");
    const waitedFor: number[] = [];
    const events: string[] = [];
    const otherIsWaiting = new Promise<void>((resolve) => {
      void withLock(file, neverWaiting, async () => {
        events.push("first starts");
        await expect.poll(() => waitedFor.length).toBe(1);
        events.push("first ends");
      });
      resolve();
    });
    await otherIsWaiting;
    await withLock(
      file,
      (pid) => waitedFor.push(pid),
      () => Promise.resolve(events.push("second")),
    );
    expect(events).toEqual(["first starts", "first ends", "second"]);
    expect(waitedFor).toEqual([process.pid]);
  });

  it.each([
    ["a process that ended", JSON.stringify({ ...SELF, pid: 2 ** 30 })],
    // This very process has the number, but started at another time.
    ["a process whose number another one has now", JSON.stringify({ ...SELF, startTime: "1" })],
    ["a process of an earlier boot", JSON.stringify({ ...SELF, boot: "another" })],
    ["nobody that can be told", "rubbish"],
  ])("takes over the lock of %s", async (_, content) => {
    const file = join(temporaryFolder(), "lock");
    writeFileSync(file, content);
    expect(await withLock(file, neverWaiting, () => Promise.resolve("done"))).toBe("done");
  });

  it("is free again after work that failed", async () => {
    const file = join(temporaryFolder(), "lock");
    const work = () => Promise.reject(new Error("no luck"));
    await expect(withLock(file, neverWaiting, work)).rejects.toThrow("no luck");
    expect(existsSync(file)).toBe(false);
  });
});
