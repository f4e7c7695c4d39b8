import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgramAlone, type ProgramRun } from "../../bench/program-alone";
import { program } from "../../components/program";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { readStackConfig, type StackConfig } from "../../sandbox/engine/config";
import { checkStack } from "../../stacks/settings";
import { readStackFile } from "../../stacks/stack-file";
import { record } from "../support/recorder";
import { sampleSecrets } from "../support/settings";

const STACK_FILE = readFileSync(join(PROJECT_ROOT, "stacks", "Pulumi.sandbox.yaml"), "utf8");

const run = (changes: StackConfig = {}): Promise<ProgramRun> =>
  runProgramAlone("sandbox", {
    plain: { ...readStackConfig(STACK_FILE), ...changes },
    secrets: { "openedx:kubeconfig": "apiVersion: v1", "openedx:mysqlAdminPassword": "password" },
  });

/** Type and name of everything that the recorder sees the program register for the same file. */
async function expectedRegistrations(): Promise<string[]> {
  const raw = readStackFile("sandbox", STACK_FILE);
  if ("reason" in raw) throw new Error(raw.reason);
  const { settings } = checkStack(raw);
  if (settings === undefined) throw new Error("the stack file has mistakes");
  const recorded = await record(() => program(settings, sampleSecrets()));
  return recorded.map(({ type, name }) => `${type} ${name}`).sort();
}

/** A process of its own starts in two seconds; on a busy machine in many more. */
const timeout = 60_000;

describe("the program, started as Pulumi starts it", { timeout }, () => {
  it("reads the stack file, registers what the recorder sees, and ends without a word", async () => {
    const { registrations, exitCode, messages, stderr } = await run();
    expect({ exitCode, messages, stderr }).toEqual({ exitCode: 0, messages: [], stderr: "" });
    const [stack, ...others] = registrations.map(({ type, name }) => `${type} ${name}`);
    expect(stack).toBe("pulumi:pulumi:Stack openedx-sandbox");
    expect(others.sort()).toEqual(await expectedRegistrations());
  });

  it("keeps what it registers, and so every password, out of what --debug shows", async () => {
    const { registrations, debugMessages } = await run();
    expect(registrations.map(({ type }) => type)).toContain(
      "random:index/randomPassword:RandomPassword",
    );
    const aboutResources = debugMessages.filter((message) => /resource:|\bt=/.test(message));
    // The SDK makes the stack itself before the program begins.
    expect(aboutResources.filter((message) => !message.includes("pulumi:pulumi:Stack"))).toEqual(
      [],
    );
  });

  it("tells the engine every mistake of a wrong stack file, and registers nothing", async () => {
    const { registrations, exitCode, messages } = await run({
      "openedx:instances": [{ slug: "history" }, { slug: "history" }],
      "openedx:storage": { kind: "s3", region: "us-east-1", endpiont: "https://s3.example.org" },
    });
    expect(registrations.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
    expect(messages).toEqual([
      [
        "stacks/Pulumi.sandbox.yaml: 2 settings need attention:",
        "  openedx:storage.endpiont is no known setting.",
        "    Known here: kind, region, kmsKeyArn, publicMedia, oldVersionsDays, unfinishedUploadsDays, trackingLogsPrefix, trackingLogsDays.",
        '  openedx:instances[1].slug is "history", as openedx:instances[0].slug is.',
        "    Give each instance its own slug, or remove one of the two entries.",
      ].join("\n"),
    ]);
    expect(exitCode).toBe(32);
  });
});
