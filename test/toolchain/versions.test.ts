import { describe, expect, it } from "vitest";
import { isAtLeast, isRelease, parseVersion, type Version } from "../../sandbox/toolchain/versions";

const version = (text: string): Version => {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`no version in ${text}`);
  return parsed;
};

describe("parseVersion", () => {
  it.each([
    ["v3.255.0\n", { major: 3, minor: 255, patch: 0, suffix: "" }],
    ["etcd Version: 3.6.5\nGo Version: go1.26.8", { major: 3, minor: 6, patch: 5, suffix: "" }],
    [
      "Client Version: v1.32.4-dispatcher",
      { major: 1, minor: 32, patch: 4, suffix: "-dispatcher" },
    ],
    ["Kubernetes v1.35.4+k3s1", { major: 1, minor: 35, patch: 4, suffix: "+k3s1" }],
  ])("reads %j", (text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });

  it("reads nothing where there is no version", () => {
    expect(parseVersion("Version  : git\nBuild    : norev")).toBeUndefined();
  });
});

describe("isAtLeast", () => {
  it.each([
    ["1.26.0", "1.26.0", true],
    ["1.26.1", "1.26.0", true],
    ["2.0.0", "1.26.9", true],
    ["1.9.9", "1.26.0", false],
    ["1.26.0", "1.26.1", false],
    ["9.9.9", "10.0.0", false],
  ])("%s against %s: %s", (one, other, expected) => {
    expect(isAtLeast(version(one), version(other))).toBe(expected);
  });
});

describe("isRelease", () => {
  it.each([
    ["1.35.4", true],
    ["1.35.4+k3s1", true],
    ["1.36.0-rc.1", false],
    ["1.32.4-dispatcher", false],
  ])("%s: %s", (text, expected) => {
    expect(isRelease(version(text))).toBe(expected);
  });
});
