import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { killUpHeldBy } from "./support/killed-up";
import { possessions, WHOLE_INSTANCE } from "./support/possessions";
import { npmRun, pulumi } from "./support/pulumi-command";
import { openTestStack, pendingOperations, removeTestStack, up } from "./support/stacks";

const NAME = "killed-in-a-shell";
const edit = (...slugs: readonly string[]) =>
  openTestStack(NAME, { "openedx:instances": slugs.map((slug) => ({ slug })) });

const upInShell = () => pulumi(NAME, "up", "--yes", "--skip-preview").ended;

beforeAll(async () => {
  await up(await edit());
});
afterAll(async () => removeTestStack(await edit()));

describe("an operator whose pulumi up was killed", () => {
  it("is told so by the next one, and goes on after one command", async () => {
    const stack = await edit("history");
    const parts = {
      "mongodb-user": "mongodbatlas:index/databaseUser:DatabaseUser",
      "mysql-user": "mysql:index/user:User",
      "storage-key": "aws:iam/accessKey:AccessKey",
    };
    await killUpHeldBy(
      NAME,
      Object.entries(parts).map(([part, type]) => ({
        when: "after create",
        type,
        name: `history-${part}`,
        do: "hold",
      })),
    );

    const locked = await upInShell();
    expect(locked.code).not.toBe(0);
    expect(locked.output).toContain("error: the stack is currently locked by 1 lock(s).");

    const recovered = await npmRun(NAME, "openedx", "recover", "--stack", NAME).ended;
    for (const line of [
      /^An earlier run was stopped in the middle of \d+ operations\.$/m,
      /^ {2}taken into the state if it exists: mongodbatlas:index\/databaseUser:DatabaseUser history-mongodb-user \(.+\)$/m,
      /^ {2}taken into the state if it exists: mysql:index\/user:User history-mysql-user \(campus_history_[0-9a-f]{8}@%\)$/m,
      /^ {2}to be made by the next run: aws:iam\/accessKey:AccessKey history-storage-key$/m,
      /^Removed the lock that process \d+ left when it was killed \(.+\)\.$/m,
      /^ {2}deleted the key \w+ of campus-history-[0-9a-f]{8}: its secret was never recorded$/m,
      /^The state agrees with the servers again\.$/m,
    ])
      expect(recovered.output).toMatch(line);
    expect(recovered.code).toBe(0);
    expect(await pendingOperations(stack)).toEqual([]);

    expect((await upInShell()).code).toBe(0);
    expect(await possessions("history")).toEqual(WHOLE_INSTANCE);
    const again = await pulumi(NAME, "preview", "--expect-no-changes").ended;
    expect(again).toMatchObject({ code: 0 });
  });

  it("is told that there is nothing to put in order otherwise", async () => {
    const { code, output } = await npmRun(NAME, "openedx", "recover", "--stack", NAME).ended;
    expect(output).toBe(`Nothing to recover: the last run of ${NAME} was not cut short.\n`);
    expect(code).toBe(0);
  });
});
