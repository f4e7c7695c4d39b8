import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entryFolder, entryState, provideEntry, type Recipe } from "../../sandbox/toolchain/cache";
import { temporaryFolder } from "./support";

const CONTENT = "#!/bin/sh\necho tiny 1.0.0\n";

/** A cache with nothing in it, a recipe for a tiny program, and what happened. */
function setUp() {
  const cache = join(temporaryFolder(), "cache");
  const lines: string[] = [];
  const seen = { makes: 0 };
  const recipe: Recipe = {
    name: "tiny",
    version: "v1.0.0",
    megabytes: 1,
    seconds: 1,
    needsGo: false,
    make(folder) {
      seen.makes += 1;
      mkdirSync(join(folder, "bin"));
      writeFileSync(join(folder, "bin", "tiny"), CONTENT, { mode: 0o755 });
      return Promise.resolve();
    },
  };
  const report = (line: string) => lines.push(line.replace(/after \d+ s$/, "after N s"));
  const provide = (of: Recipe = recipe) => provideEntry(cache, of, { environment: {}, report });
  const program = join(entryFolder(cache, recipe), "bin", "tiny");
  return { cache, recipe, provide, program, lines, seen };
}

describe("provideEntry", () => {
  it("makes an entry for this version and platform", async () => {
    const { cache, provide, program, lines } = setUp();
    const folder = await provide();
    expect(folder).toBe(join(cache, `tiny-v1.0.0-${process.platform}-${process.arch}`));
    expect(readFileSync(program, "utf8")).toBe(CONTENT);
    expect(lines).toEqual(["tiny v1.0.0: started", "tiny v1.0.0: ready after N s"]);
  });

  it("makes it once, and is silent from then on", async () => {
    const { provide, lines, seen } = setUp();
    await provide();
    lines.length = 0;
    await provide();
    expect(seen.makes).toBe(1);
    expect(lines).toEqual([]);
  });

  it("makes it once for two that want it at the same time", async () => {
    const { provide, program, lines, seen } = setUp();
    await Promise.all([provide(), provide()]);
    expect(seen.makes).toBe(1);
    expect(existsSync(program)).toBe(true);
    expect(lines).toContain(`tiny v1.0.0: waiting for process ${process.pid}, which is making it`);
  });

  it("leaves nothing behind when it fails, and keeps what was there", async () => {
    const { cache, recipe, provide } = setUp();
    const failing: Recipe = { ...recipe, make: () => Promise.reject(new Error("no compiler")) };
    await expect(provide(failing)).rejects.toThrow("no compiler");
    expect(readdirSync(cache)).toEqual([]);
  });

  it("removes what a process that was killed left half made", async () => {
    const { cache, recipe, provide } = setUp();
    const abandoned = `${entryFolder(cache, recipe)}.making-${2 ** 30}`;
    mkdirSync(abandoned, { recursive: true });
    await provide();
    expect(existsSync(abandoned)).toBe(false);
  });
});

describe("a damaged entry", () => {
  const list = "its list of files is missing or unreadable";
  it.each<[string, (program: string) => void]>([
    ["bin/tiny has 0 bytes instead of 26", (program) => writeFileSync(program, "")],
    [
      "bin/tiny has 5 bytes instead of 26",
      (program) => writeFileSync(program, CONTENT.slice(0, 5)),
    ],
    [
      "bin/tiny has another content than when it was made",
      (program) => {
        writeFileSync(program, CONTENT.replace("1.0.0", "6.6.6"));
        utimesSync(program, 1, 1);
      },
    ],
    ["bin/tiny is not executable", (program) => chmodSync(program, 0o644)],
    ["bin/tiny is missing", (program) => rmSync(program)],
    [list, (program) => rmSync(join(program, "..", "..", ".manifest.json"))],
    [list, (program) => writeFileSync(join(program, "..", "..", ".manifest.json"), `{"a":`)],
  ])("is told and made again: %s", async (damage, harm) => {
    const { cache, recipe, provide, program, lines } = setUp();
    await provide();
    harm(program);
    expect(entryState(cache, recipe)).toBe("damaged");
    lines.length = 0;
    await provide();
    expect(lines).toEqual([
      `tiny v1.0.0: damaged in the cache (${damage}); making it again`,
      "tiny v1.0.0: started",
      "tiny v1.0.0: ready after N s",
    ]);
    expect(readFileSync(program, "utf8")).toBe(CONTENT);
    expect(entryState(cache, recipe)).toBe("ready");
  });

  it("is not one that was only copied", async () => {
    const { cache, recipe, provide, program } = setUp();
    await provide();
    utimesSync(program, 1, 1);
    expect(entryState(cache, recipe)).toBe("ready");
  });
});
