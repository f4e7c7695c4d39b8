import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OperatorError } from "../../sandbox/contract";
import { readIfPresent, writePrivateJson } from "../../sandbox/servers/files";
import { identityOf, isAlive, residentBytes } from "../../sandbox/servers/proc";
import {
  isRunning,
  logFile,
  recordedNames,
  runningProcess,
  startProcess,
  stopProcess,
} from "../../sandbox/servers/process";
import { pollUntil } from "../../sandbox/servers/wait";
import { temporaryDirectories } from "./temporary-directory";

const newDirectory = temporaryDirectories();

function startScript(directory: string, script: string): void {
  const command = [process.execPath, "-e", script];
  startProcess(directory, { name: "some-server", command, workingDirectory: directory });
}

const FOREVER = "setInterval(() => {}, 1000)";

function identityInFile(directory: string): ReturnType<typeof identityOf> {
  const identity = runningProcess(directory, "some-server");
  if (!identity) throw new Error("the process should run");
  return identity;
}

const sayOnce = async (directory: string, text: string): Promise<void> => {
  const said = (): boolean =>
    readIfPresent(logFile(directory, "some-server"))?.includes(text) ?? false;
  if (!(await pollUntil(said, 20_000))) throw new Error(`the process never said "${text}"`);
};

describe("a background process", () => {
  it("leads a session of its own, so that no terminal takes it along", () => {
    const directory = newDirectory();
    startScript(directory, FOREVER);
    const pid = identityInFile(directory)?.pid ?? 0;
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ");
    expect(afterName?.[3]).toBe(String(pid));
  });

  it("is recorded until it is stopped, and stopping twice is no error", async () => {
    const directory = newDirectory();
    startScript(directory, FOREVER);
    expect(isRunning(directory, "some-server")).toBe(true);
    expect(recordedNames(directory)).toEqual(["some-server"]);
    await stopProcess(directory, "some-server");
    await stopProcess(directory, "some-server");
    expect(isRunning(directory, "some-server")).toBe(false);
    expect(recordedNames(directory)).toEqual([]);
  });

  it("is killed where it does not end by itself in time", async () => {
    const directory = newDirectory();
    startScript(directory, `process.on("SIGTERM", () => {}); console.log("deaf"); ${FOREVER}`);
    await sayOnce(directory, "deaf");
    const identity = identityInFile(directory);
    await stopProcess(directory, "some-server", 50);
    expect(identity && isAlive(identity)).toBe(false);
  });

  it("is not signalled where its number belongs to another process by now", async () => {
    const directory = newDirectory();
    startScript(directory, FOREVER);
    const bystander = identityInFile(directory);
    if (!bystander) return expect.unreachable();
    const earlier = { ...bystander, startTime: String(Number(bystander.startTime) - 1) };
    writePrivateJson(join(directory, "processes", "earlier-server.json"), earlier);
    const beforeBoot = { ...bystander, boot: "another boot" };
    writePrivateJson(join(directory, "processes", "before-boot.json"), beforeBoot);

    expect(isRunning(directory, "earlier-server")).toBe(false);
    expect(isRunning(directory, "before-boot")).toBe(false);
    await stopProcess(directory, "earlier-server");
    await stopProcess(directory, "before-boot");

    expect(isAlive(bystander)).toBe(true);
    expect(recordedNames(directory)).toEqual(["some-server"]);
  });

  it("sees nothing of the caller's environment but PATH and what it is given", async () => {
    const directory = newDirectory();
    const script = `console.log(Object.keys(process.env).sort().join()); ${FOREVER}`;
    startProcess(directory, {
      name: "some-server",
      command: [process.execPath, "-e", script],
      environment: { GIVEN: "yes" },
      workingDirectory: directory,
    });
    await sayOnce(directory, "GIVEN,PATH\n");
  });

  it("keeps the log of the run before, both unreadable for others", async () => {
    const directory = newDirectory();
    startScript(directory, `console.log("first"); ${FOREVER}`);
    await sayOnce(directory, "first");
    await stopProcess(directory, "some-server");
    startScript(directory, `console.log("second"); ${FOREVER}`);
    await sayOnce(directory, "second");
    expect(readIfPresent(logFile(directory, "some-server"))).toBe("second\n");
    expect(readIfPresent(join(directory, "log", "some-server.previous.log"))).toBe("first\n");
  });

  it("says which program is missing", () => {
    const directory = newDirectory();
    expect(() =>
      startProcess(directory, {
        name: "etcd",
        command: ["/nowhere/etcd"],
        workingDirectory: directory,
      }),
    ).toThrow(
      new OperatorError(
        `etcd cannot be started: /nowhere/etcd is missing, is not executable, or ended at once. ` +
          `Run "npm run sandbox" again, which gets programs that are missing.`,
      ),
    );
    expect(recordedNames(directory)).toEqual([]);
  });

  it("refuses a record that somebody has changed", () => {
    const directory = newDirectory();
    startScript(directory, FOREVER);
    const record = join(directory, "processes", "some-server.json");
    const kept = readFileSync(record);
    writeFileSync(record, `{"pid": 1}`);
    expect(() => isRunning(directory, "some-server")).toThrow(`${record} is not what the sandbox`);
    writeFileSync(record, kept);
  });
});

describe("what the kernel tells", () => {
  it("gives this process an identity, and no identity to a number that nobody has", () => {
    const identity = identityOf(process.pid);
    expect(identity && isAlive(identity)).toBe(true);
    expect(identityOf(2 ** 22 + 1)).toBeUndefined();
  });

  it("measures memory in bytes", () => {
    expect(residentBytes(process.pid)).toBeGreaterThan(10e6);
    expect(residentBytes(2 ** 22 + 1)).toBe(0);
  });
});
