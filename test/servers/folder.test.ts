import { cpSync, existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OperatorError } from "../../sandbox/contract";
import { memory, prepareFolder, runningServers, stopServers, wipe } from "../../sandbox/servers";
import { isRunning, startProcess } from "../../sandbox/servers/process";
import { pollUntil } from "../../sandbox/servers/wait";
import { temporaryDirectories } from "./temporary-directory";

const newDirectory = temporaryDirectories();
const quiet = (): void => undefined;

const foreign = (directory: string): OperatorError =>
  new OperatorError(
    `${directory} holds files, but not those of a sandbox, so it is left as it is. ` +
      `Set OPENEDX_SANDBOX_DIR to a folder that is empty or does not exist, or unset it.`,
  );

function startSomething(directory: string): void {
  const command = [process.execPath, "-e", "setInterval(() => {}, 1000)"];
  startProcess(directory, { name: "some-server", command, workingDirectory: directory });
}

describe("the folder of a sandbox", () => {
  it("is made for this user alone, and made once", () => {
    const directory = join(newDirectory(), "below", "sandbox");
    prepareFolder(directory);
    prepareFolder(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readdirSync(directory)).toEqual([".openedx-sandbox"]);
  });

  it("is never one that holds something else", async () => {
    const directory = newDirectory();
    writeFileSync(join(directory, "thesis.txt"), "ten years of work");
    expect(() => prepareFolder(directory)).toThrow(foreign(directory));
    await expect(stopServers(directory, quiet)).rejects.toThrow(foreign(directory));
    await expect(wipe(directory, quiet)).rejects.toThrow(foreign(directory));
    expect(readdirSync(directory)).toEqual(["thesis.txt"]);
  });

  it("is not taken for a sandbox where it is a copy: its servers are the original's", async () => {
    const original = newDirectory();
    prepareFolder(original);
    startSomething(original);
    const copy = join(newDirectory(), "copy");
    cpSync(original, copy, { recursive: true });
    const refusal = new OperatorError(
      `${copy} is the sandbox's folder of ${original}, copied or moved here; its servers and addresses ` +
        `belong there. Move it back, or remove this folder by hand to have a sandbox here.`,
    );
    expect(() => prepareFolder(copy)).toThrow(refusal);
    await expect(stopServers(copy, quiet)).rejects.toThrow(refusal);
    await expect(wipe(copy, quiet)).rejects.toThrow(refusal);
    expect(isRunning(original, "some-server")).toBe(true);
  });
});

describe("stopping", () => {
  it("stops what runs, says so, and does nothing the second time", async () => {
    const directory = newDirectory();
    prepareFolder(directory);
    startSomething(directory);
    expect(memory(directory).map(({ name }) => name)).toEqual(["some-server"]);
    // A process that has only just begun fits into less than half a megabyte.
    const grown = (): boolean => (memory(directory)[0]?.megabytes ?? 0) > 0;
    expect(await pollUntil(grown, 20_000)).toBe(true);
    const said: string[] = [];
    await stopServers(directory, (line) => said.push(line));
    await stopServers(directory, (line) => said.push(line));
    expect(said).toEqual(["Stopped some-server", "No server was running"]);
    expect(memory(directory)).toEqual([]);
    expect(runningServers(directory)).toBeUndefined();
  });

  it("needs no sandbox to be there", async () => {
    const directory = join(newDirectory(), "none");
    await stopServers(directory, quiet);
    await wipe(directory, quiet);
    expect(existsSync(directory)).toBe(false);
  });
});

describe("wiping", () => {
  it("stops what runs and deletes the folder and nothing beside it", async () => {
    const parent = newDirectory();
    const directory = join(parent, "sandbox");
    prepareFolder(directory);
    startSomething(directory);
    writeFileSync(join(parent, "neighbour"), "");
    await wipe(directory, quiet);
    expect(readdirSync(parent)).toEqual(["neighbour"]);
    expect(isRunning(directory, "some-server")).toBe(false);
  });
});
