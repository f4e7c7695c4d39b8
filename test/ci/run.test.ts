import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const ROOT = join(__dirname, "..", "..");

/** Stands in for npm: notes each call, then does what the test set for it in a variable. */
const NPM = `#!/usr/bin/env bash
echo "$*" >>"$CALLS"
case "$1 \${2:-}" in
  ci*) [[ $(grep -c ^ci "$CALLS") -gt $FAILED_INSTALLS ]] ;;
  "run check") exit "$CHECK_STATUS" ;;
  test*)
    for argument in "$@"; do
      [[ $argument == --outputFile.json=* ]] && printf '%s' "$REPORT" >"\${argument#*=}"
    done
    eval "$DURING_TESTS"
    exit "$TEST_STATUS" ;;
esac
`;

const REPORT = JSON.stringify({
  testResults: [
    { status: "passed", assertionResults: [{ status: "passed" }, { status: "passed" }] },
  ],
});

let clone = "";

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "gate-test-"));
  for (const part of [".ci", "tsconfig.json", "package.json"])
    cpSync(join(ROOT, part), join(clone, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
  writeFileSync(join(clone, "package-lock.json"), "{}");
  writeFileSync(join(clone, "npm"), NPM);
  chmodSync(join(clone, "npm"), 0o755);
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

function startGate(settings: Readonly<Record<string, string>>) {
  const gate = spawn("bash", [join(clone, ".ci", "run")], {
    env: {
      ...process.env,
      PATH: `${clone}:${process.env.PATH}`,
      TMPDIR: clone,
      CALLS: join(clone, "calls"),
      FAILED_INSTALLS: "0",
      CHECK_STATUS: "0",
      TEST_STATUS: "0",
      DURING_TESTS: "",
      REPORT,
      ...settings,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = text(gate.stdout);
  const ended = once(gate, "close").then(async ([status]: unknown[]) => {
    const lines = (await output).trimEnd().split("\n");
    return { status, lines, last: lines.at(-1), calls: calls() };
  });
  return { gate, ended };
}

const runGate = (settings: Readonly<Record<string, string>> = {}) => startGate(settings).ended;

const calls = (): string[] => readFileSync(join(clone, "calls"), "utf8").trimEnd().split("\n");

// It is made of GNU's timeout and util-linux' flock, which other systems lack.
describe.runIf(process.platform === "linux")("the gate", { timeout: 30_000 }, () => {
  it("installs, checks, tests, counts, and leaves nothing behind", async () => {
    const { status, lines, calls } = await runGate();
    expect(status).toBe(0);
    expect(lines).toEqual([
      "== npm ci",
      "== npm run check",
      "== npm test",
      "2 passed, 0 failed, 0 skipped",
    ]);
    expect(calls.map((call) => call.replace(/(--outputFile.json=).*/, "$1..."))).toEqual([
      "ci --no-audit --no-fund --no-progress",
      "run check",
      "test -- --reporter=default --reporter=json --outputFile.json=...",
    ]);
    expect(readdirSync(clone).filter((name) => name.startsWith("gate."))).toEqual([]);
  });

  it("repeats an installation that failed once, and runs the tests though a check failed", async () => {
    const { status, last, lines } = await runGate({ FAILED_INSTALLS: "1", CHECK_STATUS: "2" });
    expect(status).toBe(1);
    expect(lines).toContain("== npm ci failed; once more, as it may have been the network");
    expect(lines).toContain("== npm run check failed with status 2; see above");
    expect(last).toBe("2 passed, 0 failed, 0 skipped");
  });

  it("gives up where the installation fails twice", async () => {
    const { status, lines, calls } = await runGate({ FAILED_INSTALLS: "2" });
    expect(status).toBe(1);
    expect(calls).toHaveLength(2);
    expect(lines.slice(-2)).toEqual([
      "== npm ci failed twice, so nothing was checked; see above",
      "0 passed, 0 failed, 0 skipped",
    ]);
  });

  it("fails where all tests passed but the runner did not", async () => {
    const { status, last } = await runGate({ TEST_STATUS: "1" });
    expect([status, last]).toEqual([1, "2 passed, 0 failed, 0 skipped"]);
  });

  it("fails where the runner wrote no report", async () => {
    const { status, lines } = await runGate({ DURING_TESTS: 'rm "$TMPDIR/report.json"' });
    expect(status).toBe(1);
    expect(lines.slice(-2)).toEqual(["== no test ran", "0 passed, 0 failed, 0 skipped"]);
  });

  it("stops its tests and the sandboxes that they leave, and says that it was stopped", async () => {
    const { gate, ended } = startGate({
      DURING_TESTS: 'mkdir -p "$TMPDIR/sandbox/processes"; echo ready >>"$CALLS"; sleep 60',
    });
    await vi.waitFor(() => expect(calls()).toContain("ready"), { timeout: 20_000 });
    gate.kill("SIGTERM");
    const { status, lines, calls: made } = await ended;
    expect(status).toBe(1);
    expect(lines.slice(-2)).toEqual(["== stopped by a signal", "0 passed, 0 failed, 0 skipped"]);
    expect(made.at(-1)).toBe("run --silent sandbox -- down");
  });
});
