import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { z } from "zod";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { stackLocks } from "../../sandbox/engine/lock";
import { prepareFolder, runningServers, wipe } from "../../sandbox/servers";
import { writePrivateJson } from "../../sandbox/servers/files";
import { recordedNames, runningProcess } from "../../sandbox/servers/process";
import { pollUntil } from "../../sandbox/servers/wait";

/** A sandbox beside the tests' own: this one is to be hurt. */
const DIRECTORY = mkdtempSync(join(tmpdir(), "openedx-sandbox-"));

afterAll(async () => {
  await wipe(DIRECTORY, () => undefined);
  rmSync(DIRECTORY, { recursive: true, force: true });
});

/** Starts `npm run sandbox`. */
function npmRunSandbox() {
  const child = spawn("npm", ["run", "--silent", "sandbox"], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, OPENEDX_SANDBOX_DIR: DIRECTORY },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<{ readonly code: number | null; readonly output: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, output: Buffer.concat(parts).toString("utf8") })),
  );
  return { pid: child.pid ?? 0, ended };
}

describe("a full stop in the middle of npm run sandbox", () => {
  it("loses nothing: the next run goes on", async () => {
    prepareFolder(DIRECTORY);
    writePrivateJson(join(DIRECTORY, "faults.json"), [
      {
        when: "after create",
        type: "aws:s3/bucket:Bucket",
        name: "arts-storage-bucket",
        do: "hold",
      },
    ]);
    const stopped = npmRunSandbox();
    const held = () => existsSync(join(DIRECTORY, "faults", "arts-storage-bucket.held"));
    expect(await pollUntil(held, 120_000)).toBe(true);
    await query("CREATE DATABASE learners");
    await query("CREATE TABLE learners.grades (id INT PRIMARY KEY)");
    await query("INSERT INTO learners.grades VALUES (1), (2)");
    killEverything(stopped.pid);
    await stopped.ended;

    rmSync(join(DIRECTORY, "faults.json"));
    const { code, output } = await npmRunSandbox().ended;
    expect(output).toContain("Removed the lock that process ");
    expect(output).toContain(
      "  taken into the state if it exists: aws:s3/bucket:Bucket arts-storage-bucket (campus-arts-openedx-",
    );
    expect(code, output).toBe(0);
    expect(await query("SELECT COUNT(*) n FROM learners.grades")).toEqual([{ n: 2 }]);

    const last = await npmRunSandbox().ended;
    expect(last.code, last.output).toBe(0);
    expect(last.output).toContain("No changes: 3 instances, ");
  });
});

/** What a power cut does: ends the command, the engine and all servers at once. */
function killEverything(command: number): void {
  const engines = stackLocks(DIRECTORY, "sandbox").map(({ pid }) => pid);
  const servers = recordedNames(DIRECTORY).flatMap(
    (name) => runningProcess(DIRECTORY, name)?.pid ?? [],
  );
  expect(engines).toHaveLength(1);
  expect(servers.length).toBeGreaterThan(6);
  // The command leads a group of its own: npm, and the program below it.
  for (const pid of [-command, ...engines, ...servers]) process.kill(pid, "SIGKILL");
}

const Rows = z.array(z.record(z.string(), z.unknown()));

/** Runs one statement as the administrator of that sandbox's MySQL. */
async function query(sql: string): Promise<unknown> {
  const servers = runningServers(DIRECTORY);
  if (servers === undefined) throw new Error("the sandbox does not run");
  const { host, port, adminUser, adminPassword } = servers.mysql;
  const connection = await createConnection({
    host,
    port,
    user: adminUser,
    password: adminPassword,
  });
  try {
    const [rows] = await connection.query(sql);
    return Rows.safeParse(rows).data;
  } finally {
    await connection.end();
  }
}
