import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { standIn, type Workplace } from "../../sandbox/providers/command";
import type { Attention } from "../../sandbox/providers/contract";
import type { Properties } from "../../sandbox/providers/value";
import {
  check,
  create,
  identity,
  importOf,
  itTakesTheInputsOf,
  kindOf,
  refusals,
} from "./support/ask";

let folder: string;
let workplace: Workplace;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "command-"));
  const PATH = process.env.PATH ?? "";
  workplace = { folder, environmentOf: (stack) => ({ PATH, OF: stack, SAID: "by the engine" }) };
});
afterEach(() => rmSync(folder, { recursive: true }));

const command = kindOf(
  standIn({ folder: "/", environmentOf: () => ({}) }),
  "command:local:Command",
);
const make = (inputs: Properties) => create(command, workplace, inputs);

/** Changes what has been made. Gives the outputs after it. */
async function change(made: { id: string; outputs: Properties }, inputs: Properties) {
  const checked = (await check(command, workplace, inputs)).inputs;
  const old = { oldInputs: made.outputs, oldOutputs: made.outputs };
  return command.update?.(workplace, { ...identity(), id: made.id, inputs: checked, ...old });
}

const remove = (made: { id: string; outputs: Properties }) =>
  command.delete(workplace, {
    ...identity(),
    id: made.id,
    oldInputs: {},
    oldOutputs: made.outputs,
  });

const journal = () => readFileSync(join(folder, "journal"), "utf8").trim().split("\n");

describe("Command", () => {
  itTakesTheInputsOf(command, "command/local/command", "CommandArgs");

  it("runs through a shell, in the folder of the program, and shows what was printed", async () => {
    const made = await make({ create: "pwd; echo out; echo; echo err >&2" });
    expect(made.id).toMatch(/^it[0-9a-f]{8}$/);
    expect(made.outputs).toMatchObject({ stdout: `${folder}\nout\n`, stderr: "err" });
  });

  it("hands on the engine's environment, and its own before it", async () => {
    const made = await make({
      create: 'echo "$OF, $SAID, $GIVEN"',
      environment: { SAID: "by the program", GIVEN: "$(false)" },
    });
    expect(made.outputs.stdout).toBe("s, by the program, $(false)");
  });

  it("runs what the program names in place of the shell, in its folder, with its input", async () => {
    writeFileSync(join(folder, "data"), "here");
    const made = await make({
      create: "cat data - $HOME",
      interpreter: ["bash", "-euc"],
      dir: ".",
      stdin: "and there",
      environment: { HOME: "/dev/null" },
    });
    expect(made.outputs.stdout).toBe("hereand there");
  });

  it("runs update for a change, or else create, and delete at the end", async () => {
    const say = (word: string) => `echo ${word} $N >>journal`;
    const inputs = { create: say("create"), delete: say("delete") };
    const first = await make({ ...inputs, environment: { N: "1" } });
    const second = await change(first, { ...inputs, environment: { N: "2" } });
    const updated = { ...inputs, update: say("update"), environment: { N: "3" } };
    const third = await change({ ...first, outputs: second ?? {} }, updated);
    await remove({ ...first, outputs: third ?? {} });
    expect(journal()).toEqual(["create 1", "create 2", "update 3", "delete 3"]);
  });

  it("runs nothing where there is nothing for the occasion", async () => {
    const made = await make({ delete: "echo delete $N >>journal", environment: { N: "1" } });
    expect(made.outputs).toMatchObject({ stdout: "", stderr: "" });
    const outputs = await change(made, {
      delete: "echo delete $N >>journal",
      environment: { N: "2" },
    });
    expect(outputs).toMatchObject({ environment: { N: "2" }, stdout: "" });
    await remove({ ...made, outputs: outputs ?? {} });
    expect(journal()).toEqual(["delete 2"]);
    await remove(await make({}));
  });

  it("tells a later run what the last one printed, unless that is not wanted", async () => {
    const printed = 'echo "before: $PULUMI_COMMAND_STDOUT/$PULUMI_COMMAND_STDERR"';
    const made = await make({ create: "echo out; echo err >&2" });
    expect(made.outputs.addPreviousOutputInEnv).toBe(true);
    expect(await change(made, { create: printed })).toMatchObject({ stdout: "before: out/err" });
    const unwanted = { create: printed, addPreviousOutputInEnv: false };
    expect(await change(made, unwanted)).toMatchObject({ stdout: "before: /" });
  });

  it.each([
    ["a wrong end", "echo one; echo two >&2; exit 3", 'exit status 3: running "CMD":\none\ntwo\n'],
    ["a signal", "kill -9 $$", 'signal: killed: running "CMD":\n'],
    ["a program that is not there", "nowhere 2>/dev/null", 'exit status 127: running "CMD":\n'],
  ])("fails with all that was printed: %s", async (_, line, message) => {
    await expect(make({ create: line })).rejects.toThrow(message.replace("CMD", () => line));
    const made = await make({ delete: line });
    await expect(remove(made)).rejects.toThrow(message.replace("CMD", () => line));
  });

  it("fails where there is no such interpreter or folder", async () => {
    const dir = join(folder, "nowhere");
    await expect(make({ create: "x", dir })).rejects.toThrow(
      `chdir ${dir}: no such file or directory: running "x":\n`,
    );
    await expect(make({ create: "x", interpreter: ["no-such-shell"] })).rejects.toThrow(
      'exec: "no-such-shell": executable file not found in $PATH: running "x":\n',
    );
  });

  it("shows lines of the streams that are logged while it runs", async () => {
    const lines = async (inputs: Properties) => {
      const shown: string[] = [];
      const tell: Attention["tell"] = (line) => Promise.resolve(void shown.push(line));
      const checked = await check(command, workplace, { create: LOUD, ...inputs });
      await command.create(workplace, { ...identity(), inputs: checked.inputs, tell });
      return shown.sort();
    };
    const LOUD = "echo one; echo two >&2; echo three";
    expect(await lines({})).toEqual(["one", "three", "two"]);
    expect(await lines({ logging: "stdoutAndStderr" })).toEqual(["one", "three", "two"]);
    expect(await lines({ logging: "stdout" })).toEqual(["one", "three"]);
    expect(await lines({ logging: "stderr" })).toEqual(["two"]);
    expect(await lines({ logging: "none" })).toEqual([]);
  });

  it("is killed when the engine calls it off", async () => {
    const abort = new AbortController();
    const { inputs } = await check(command, workplace, { create: "echo there; exec sleep 60" });
    const tell = () => Promise.resolve(abort.abort());
    const running = command.create(workplace, {
      ...identity(),
      inputs,
      tell,
      signal: abort.signal,
    });
    await expect(running).rejects.toThrow("signal: killed");
  });

  it("is replaced for other triggers, and for nothing else", () => {
    expect(command.replaceOn).toEqual(["triggers"]);
    expect(command.deleteBeforeReplace).toBeUndefined();
  });

  it("does not know before it runs what it will print", async () => {
    const request = { ...identity(), inputs: { create: "date" } };
    const oldOutputs = { stdout: "yesterday", stderr: "" };
    expect(await command.preview?.(workplace, { ...request, oldOutputs })).toEqual({
      create: "date",
    });
  });

  it("reads nothing, and cannot be imported", async () => {
    const state = { oldInputs: { create: "date" }, oldOutputs: { create: "date", stdout: "x" } };
    expect(await command.read(workplace, { ...identity(), id: "it1", ...state })).toEqual({
      id: "it1",
      inputs: state.oldInputs,
      outputs: state.oldOutputs,
    });
    await expect(importOf(command, workplace, "it1")).rejects.toThrow(
      "a command cannot be imported: nothing tells what it would have run",
    );
  });

  it("refuses values that the official plugin refuses, and what the sandbox does not serve", async () => {
    expect(await refusals(command, workplace, { create: ["x"], environment: { A: 1 } })).toEqual([
      "create: Invalid input: expected string, received array",
      "environment.A: Invalid input: expected string, received number",
    ]);
    expect(await refusals(command, workplace, { logging: "loud", assetPaths: ["x"] })).toEqual([
      'logging: Invalid option: expected one of "stdout"|"stderr"|"stdoutAndStderr"|"none"',
      "assetPaths: the official plugin takes this input, the sandbox has nothing to serve it with; leave it out",
    ]);
  });
});
