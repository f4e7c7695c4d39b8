import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Tools } from "../../sandbox/contract";
import { linkCommands, writeLauncher } from "../../sandbox/engine/commands";
import { enginePaths } from "../../sandbox/engine/paths";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-commands-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Makes a folder with an engine and its companions, and gives the tools that name it. */
function engineIn(folder: string, companions: readonly string[] = []): Tools {
  mkdirSync(join(directory, folder));
  for (const name of ["pulumi", ...companions]) {
    const file = join(directory, folder, name);
    writeFileSync(file, '#!/bin/sh\necho "$@" in $(ps -o sid= -p $$)\n');
    chmodSync(file, 0o700);
  }
  const unused = "/nowhere";
  const client = { command: [unused], environment: {} };
  return {
    pulumi: join(directory, folder, "pulumi"),
    kubectl: "/nowhere/kubectl",
    ...{ etcd: unused, kubeApiserver: unused, kubeControllerManager: unused },
    ...{ versitygw: unused, ferretdb: unused, chartCrds: {} },
    ...{ awsCli: client, mongosh: client },
    mysql: {
      flavor: "mysql",
      version: "9",
      server: [],
      initialize: [],
      environment: {},
      root: unused,
    },
  };
}

const linked = (name: string): string => readlinkSync(join(enginePaths(directory).commands, name));

describe("linkCommands", () => {
  it("brings the project's language host where the engine has none, and takes it away where it has", () => {
    linkCommands(directory, engineIn("built"));
    expect(linked("pulumi-language-nodejs")).toMatch(/sandbox\/engine\/pulumi-language-nodejs$/);
    // The engine takes a symbolic link for the file that it leads to, and looks beside that.
    const engine = lstatSync(join(enginePaths(directory).commands, "pulumi"));
    expect(engine.isSymbolicLink()).toBe(false);
    expect(engine.ino).toBe(statSync(join(directory, "built", "pulumi")).ino);
    linkCommands(directory, engineIn("official", ["pulumi-language-nodejs"]));
    expect(() => linked("pulumi-language-nodejs")).toThrow("ENOENT");
    expect(linked("pulumi")).toBe(join(directory, "official", "pulumi"));
    expect(linked("kubectl")).toBe("/nowhere/kubectl");
  });
});

describe("writeLauncher", () => {
  it("starts the engine with its parameters in a session of its own", () => {
    linkCommands(directory, engineIn("built"));
    writeLauncher(directory);
    const printed = execFileSync(enginePaths(directory).launcher, ["up", "a b"]).toString();
    expect(printed).toMatch(/^up a b in +\d+\n$/);
    const ownSession = execFileSync("ps", ["-o", "sid=", "-p", String(process.pid)]).toString();
    expect(printed.trim().split(/ +/).at(-1)).not.toBe(ownSession.trim());
  });
});
