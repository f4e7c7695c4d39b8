import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { spacesKeys } from "../../../cli/recover/spaces-keys";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "openedx-spaces-keys-"));
  vi.stubEnv("PATH", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Puts a doctl on the PATH that does as told, and notes how it was called. */
function doctl(line: string): void {
  const file = join(folder, "doctl");
  writeFileSync(file, `#!/bin/sh\necho "$*" >>"${join(folder, "calls")}"\n${line}\n`);
  chmodSync(file, 0o700);
}

const calls = (): string => readFileSync(join(folder, "calls"), "utf8");

const key = (name: string, access_key: string) => ({ name, access_key, grants: [] });

describe("keys of Spaces", () => {
  it("are found by their name, of which there may be several", async () => {
    const all = [key("campus-history-c0fffeed", "DO1"), key("other", "DO2")];
    doctl(`echo '${JSON.stringify([...all, key("campus-history-c0fffeed", "DO3")])}'`);
    expect(await spacesKeys.list("campus-history-c0fffeed")).toEqual(["DO1", "DO3"]);
    expect(calls()).toBe("spaces keys list --output json\n");
  });

  it("are none where the account has none", async () => {
    doctl("echo null");
    expect(await spacesKeys.list("campus-history-c0fffeed")).toEqual([]);
  });

  it("are deleted by their id", async () => {
    doctl("true");
    await spacesKeys.delete("campus-history-c0fffeed", "DO1");
    expect(calls()).toBe("spaces keys delete DO1\n");
  });

  it("are not taken for none where doctl says something else", async () => {
    doctl("echo 'Error: 403 You are not authorized' >&2; exit 1");
    await expect(spacesKeys.list("campus-history-c0fffeed")).rejects.toThrow(
      "Whether the stopped run has left a Spaces key campus-history-c0fffeed that nobody can use is not known: " +
        "doctl spaces keys list --output json: Error: 403 You are not authorized\n" +
        "Put that right and run the same command again. The token comes from the environment, DIGITALOCEAN_ACCESS_TOKEN, " +
        "and needs the scopes spaces_key:read and spaces_key:delete.",
    );
  });
});
