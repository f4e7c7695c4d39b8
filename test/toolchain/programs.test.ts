import { describe, expect, it } from "vitest";
import { askOnPath } from "../../sandbox/toolchain/on-path";
import { type ProgramName, programs } from "../../sandbox/toolchain/programs";
import { parseVersion } from "../../sandbox/toolchain/versions";
import { environmentWith } from "./support";

const wanted = programs();

describe("the programs", () => {
  it.each(Object.values(wanted))("$file will do in the version that is pinned", (program) => {
    const pinned = parseVersion(program.recipe.version);
    expect(pinned && program.suits(pinned)).toBe(true);
  });

  it.each<[ProgramName, string, boolean]>([
    ["kubectl", "1.30.0", true],
    ["kubectl", "1.39.2+k3s1", true],
    ["kubectl", "1.29.9", false],
    ["kubectl", "1.40.0", false],
    ["kubectl", "1.32.4-dispatcher", false],
    ["etcd", "3.5.0", true],
    ["etcd", "3.4.30", false],
    ["etcd", "4.0.0", false],
    ["pulumi", "3.255.9", true],
    ["pulumi", "3.300.0", true],
    ["pulumi", "3.254.9", false],
    ["pulumi", "3.256.0-alpha.1", false],
    ["kubeApiserver", "1.35.0", true],
    ["kubeApiserver", "1.36.0", false],
    ["kubeControllerManager", "1.34.9", false],
    ["ferretdb", "1.24.1", true],
    ["ferretdb", "2.1.0", false],
    ["versitygw", "1.0.0", false],
  ])("%s %s on PATH will do: %s", (name, text, expected) => {
    const version = parseVersion(text);
    expect(version && wanted[name].suits(version)).toBe(expected);
  });

  it("takes the engine from PATH only with its language host", () => {
    expect(wanted.pulumi.companions).toEqual(["pulumi-language-nodejs"]);
  });
});

describe("askOnPath", () => {
  it("asks the first copy on PATH", async () => {
    const first = environmentWith({ etcd: "echo etcd Version: 3.6.5" });
    const second = environmentWith({ etcd: "echo etcd Version: 3.4.0" });
    const found = await askOnPath("etcd", ["--version"], { PATH: `${first.PATH}:${second.PATH}` });
    expect(found?.path).toBe(`${first.PATH}/etcd`);
    expect(found?.version).toEqual({ major: 3, minor: 6, patch: 5, suffix: "" });
  });

  it.each([
    ["is not there", {}],
    ["fails", { etcd: "echo 3.6.5; exit 1" }],
    ["does not tell its version", { etcd: "echo unknown" }],
  ])("finds nothing where the program %s", async (_, scripts) => {
    expect(await askOnPath("etcd", ["--version"], environmentWith(scripts))).toBeUndefined();
  });
});
