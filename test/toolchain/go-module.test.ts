import { describe, expect, it } from "vitest";
import {
  parseGoMod,
  pinnedVersion,
  readGoModule,
  requiredGo,
} from "../../sandbox/toolchain/go-module";

describe("parseGoMod", () => {
  const text = [
    "module openedx.sandbox/sample",
    "",
    "go 1.25.0",
    "",
    "tool example.org/one/cmd/one",
    "",
    "require example.org/single v1.2.3",
    "",
    "require (",
    "\texample.org/direct/v2 v2.0.0",
    "\texample.org/deep v0.1.0 // indirect",
    ")",
    "",
    "replace example.org/deep => example.org/deep v0.9.0",
    "",
  ].join("\n");

  it("reads the Go version and every requirement, and no replacement", () => {
    const { goVersion, pins } = parseGoMod(text);
    expect(goVersion).toBe("1.25.0");
    expect([...pins]).toEqual([
      ["example.org/single", "v1.2.3"],
      ["example.org/direct/v2", "v2.0.0"],
      ["example.org/deep", "v0.1.0"],
    ]);
  });

  it("refuses a file without a go line", () => {
    expect(() => parseGoMod("module x\n")).toThrow("go.mod has no go line");
  });
});

describe("the pinned modules", () => {
  it("name the module that was asked for", () => {
    const module = readGoModule("etcd");
    expect(pinnedVersion(module, "go.etcd.io/etcd/server/v3")).toMatch(/^v3\.\d+\.\d+$/);
  });

  it("are told by folder when one is not pinned", () => {
    const module = readGoModule("etcd");
    expect(() => pinnedVersion(module, "example.org/other")).toThrow(
      `${module.folder}/go.mod does not require example.org/other`,
    );
  });

  it("are built by the newest Go that any of them asks for", () => {
    expect(requiredGo()).toBe(readGoModule("argo").goVersion);
  });
});
