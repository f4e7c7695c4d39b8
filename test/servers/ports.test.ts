import { once } from "node:events";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { OperatorError } from "../../sandbox/contract";
import { readIfPresent } from "../../sandbox/servers/files";
import { forgetPort, isListening, portFor, refuseTakenPort } from "../../sandbox/servers/ports";
import { temporaryDirectories } from "./temporary-directory";

const newDirectory = temporaryDirectories();
const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(host: string): Promise<number> {
  const server = createServer();
  open.push(server);
  server.listen(0, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

describe("the ports of a sandbox", () => {
  it("stay the same across runs, one for each server", () => {
    const directory = newDirectory();
    const first = [portFor(directory, "etcd"), portFor(directory, "mysql")];
    const file = readIfPresent(`${directory}/ports.json`);
    expect([portFor(directory, "etcd"), portFor(directory, "mysql")]).toEqual(first);
    expect(new Set(first).size).toBe(2);
    expect(readIfPresent(`${directory}/ports.json`)).toBe(file);
  });

  it("lie below those that the kernel gives to outgoing connections", () => {
    const directory = newDirectory();
    const ports = Array.from({ length: 50 }, (_, index) => portFor(directory, `mongodb-${index}`));
    expect(ports.filter((port) => port < 20_000 || port > 32_767)).toEqual([]);
    expect(new Set(ports).size).toBe(50);
  });

  it("are given back one by one", () => {
    const directory = newDirectory();
    const kept = portFor(directory, "etcd");
    portFor(directory, "mongodb-a");
    forgetPort(directory, "mongodb-a");
    forgetPort(directory, "mongodb-a");
    expect(JSON.parse(readIfPresent(`${directory}/ports.json`) ?? "")).toEqual({ etcd: kept });
  });

  it.each(["127.0.0.1", "0.0.0.0", "::"])("are refused where %s is taken", async (host) => {
    const port = await listen(host);
    expect(() => refuseTakenPort("MySQL", port)).toThrow(
      new OperatorError(
        `MySQL cannot listen on port ${port} of 127.0.0.1: process ${process.pid} (${process.execPath}) ` +
          `listens there. Stop that process and run the same command again; or run ` +
          `"npm run sandbox -- wipe", which deletes this sandbox with its data, so that the next start ` +
          `chooses other ports.`,
      ),
    );
  });

  it("are talked to only where the expected process listens", async () => {
    const port = await listen("127.0.0.1");
    expect(isListening("MySQL", port, process.pid)).toBe(true);
    expect(() => isListening("MySQL", port, process.ppid)).toThrow(
      `MySQL cannot listen on port ${port} of 127.0.0.1: process ${process.pid} (`,
    );
  });

  it("are free again once nobody listens", async () => {
    const port = await listen("127.0.0.1");
    const server = open.pop();
    server?.close();
    if (server) await once(server, "close");
    expect(() => refuseTakenPort("MySQL", port)).not.toThrow();
    expect(isListening("MySQL", port, process.pid)).toBe(false);
  });
});
