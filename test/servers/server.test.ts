import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { OperatorError } from "../../sandbox/contract";
import { portFor } from "../../sandbox/servers/ports";
import { isRunning, logFile, runningProcess } from "../../sandbox/servers/process";
import { ensureServer } from "../../sandbox/servers/server";
import type { ServerPlan, Start } from "../../sandbox/servers/server";
import { temporaryDirectories } from "./temporary-directory";

const newDirectory = temporaryDirectories();

function startOf(directory: string, signal = new AbortController().signal): Start {
  return { directory, report: () => undefined, signal, started: [] };
}

function planOf(directory: string, script: string, ports: readonly number[]): ServerPlan {
  return {
    name: "etcd",
    title: "etcd",
    command: [process.execPath, "-e", script],
    workingDirectory: directory,
    ports,
    ready: () => Promise.resolve(true),
  };
}

const listener = (port: number): string =>
  `require("node:net").createServer().listen(${port}, "127.0.0.1")`;

describe("a server", () => {
  it("is started once and then kept", async () => {
    const directory = newDirectory();
    const port = portFor(directory, "etcd");
    const plan = planOf(directory, listener(port), [port]);
    const [first, second] = [startOf(directory), startOf(directory)];
    await ensureServer(first, plan);
    const process = runningProcess(directory, "etcd");
    await ensureServer(second, plan);
    expect(runningProcess(directory, "etcd")).toEqual(process);
    expect([first.started, second.started]).toEqual([["etcd"], []]);
  });

  it("that ends while it starts is reported with the end of its log", async () => {
    const directory = newDirectory();
    const script = `console.log("one"); console.log("the disk is full"); process.exitCode = 1`;
    await expect(ensureServer(startOf(directory), planOf(directory, script, [1]))).rejects.toThrow(
      new OperatorError(
        `etcd ended while it started. The last lines of its log, ${logFile(directory, "etcd")}:\n` +
          `  one\n  the disk is full\n` +
          `Put right what the log names, run "npm run sandbox -- down" and then the same command again; ` +
          `"npm run sandbox -- wipe" instead of "down" deletes the data too.`,
      ),
    );
  });

  it("is not started where its port is taken", async () => {
    const directory = newDirectory();
    const port = portFor(directory, "etcd");
    const stranger = createServer().listen(port, "127.0.0.1");
    await once(stranger, "listening");
    const start = startOf(directory);
    const plan = planOf(directory, listener(port), [port]);
    await expect(ensureServer(start, plan)).rejects.toThrow(
      `etcd cannot listen on port ${port} of 127.0.0.1: process ${process.pid} (`,
    );
    expect(start.started).toEqual([]);
    expect(isRunning(directory, "etcd")).toBe(false);
    stranger.close();
  });

  it("is not asked whether it is ready while another process holds its port", async () => {
    const directory = newDirectory();
    const port = portFor(directory, "etcd");
    const plan = planOf(directory, "setInterval(() => {}, 1000)", []);
    await ensureServer(startOf(directory), plan);
    const stranger = createServer().listen(port, "127.0.0.1");
    await once(stranger, "listening");
    let asked = false;
    const ready = (): Promise<boolean> => Promise.resolve((asked = true));
    await expect(
      ensureServer(startOf(directory), { ...plan, ports: [port], ready }),
    ).rejects.toThrow(`process ${process.pid} (`);
    expect(asked).toBe(false);
    stranger.close();
  });

  it("is neither started nor waited for once the call is interrupted", async () => {
    const directory = newDirectory();
    const abort = new AbortController();
    const start = startOf(directory, abort.signal);
    const ready = (): Promise<boolean> => {
      abort.abort(new OperatorError("Interrupted"));
      return Promise.resolve(false);
    };
    const plan = planOf(directory, "setInterval(() => {}, 1000)", []);
    await expect(ensureServer(start, { ...plan, ready })).rejects.toThrow("Interrupted");
    expect(start.started).toEqual(["etcd"]);
    await expect(ensureServer(start, { ...plan, name: "next" })).rejects.toThrow("Interrupted");
    expect(isRunning(directory, "next")).toBe(false);
  });
});
