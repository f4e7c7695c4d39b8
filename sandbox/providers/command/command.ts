import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { z } from "zod";
import { OperatorError } from "../../contract";
import type { Attention, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { stateOnly } from "../state-only";
import { optionalTextAt, type Properties } from "../value";
import { type Printed, run, type Stream } from "./run";

/** Where commands run. */
export interface Workplace {
  /** That of the program: the official plugin is started there. */
  readonly folder: string;
  /** The environment that the engine of a stack has, and its plugins after it. */
  environmentOf(stack: string): Readonly<Record<string, string>>;
}

const rules = inputRules(
  {
    create: z.string().optional(),
    update: z.string().optional(),
    delete: z.string().optional(),
    triggers: z.array(z.unknown()).optional(),
    interpreter: z.array(z.string()).optional(),
    dir: z.string().optional(),
    environment: z.record(z.string(), z.string()).optional(),
    stdin: z.string().optional(),
    logging: z.enum(["stdout", "stderr", "stdoutAndStderr", "none"]).optional(),
    addPreviousOutputInEnv: z.boolean(),
  },
  {
    defaults: { addPreviousOutputInEnv: true },
    unserved: ["archivePaths", "assetPaths"],
  },
);
type Inputs = ReturnType<typeof rules.parse>;

const LOGGED: Readonly<Record<NonNullable<Inputs["logging"]>, readonly Stream[]>> = {
  stdout: ["stdout"],
  stderr: ["stderr"],
  stdoutAndStderr: ["stdout", "stderr"],
  none: [],
};

/**
 * Runs a command when it is created, one when an input changes, and one when it is deleted. Where there is none for
 * the occasion it runs nothing, but for a change without `update`, which runs `create`. Changed triggers replace it.
 */
export const command: ResourceKind<Workplace> = {
  ...rules.kind,
  replaceOn: ["triggers"],
  // What a command will print is known when it has run.
  preview: (_client, { inputs }) => Promise.resolve(inputs),
  async create(workplace, request) {
    const printed = await runFor("create", workplace, request, NOTHING);
    const id = `${request.name}${randomBytes(4).toString("hex")}`;
    return { id, outputs: { ...request.inputs, ...printed } };
  },
  ...stateOnly(() => {
    throw new OperatorError("a command cannot be imported: nothing tells what it would have run");
  }),
  async update(workplace, request) {
    const occasion = request.inputs.update === undefined ? "create" : "update";
    const before = printedBefore(request.oldOutputs);
    return { ...request.inputs, ...(await runFor(occasion, workplace, request, before)) };
  },
  async delete(workplace, request) {
    const { oldOutputs } = request;
    const before = printedBefore(oldOutputs);
    await runFor("delete", workplace, { ...request, inputs: oldOutputs }, before);
  },
};

const NOTHING: Printed = { stdout: "", stderr: "" };

const printedBefore = (outputs: Properties): Printed => ({
  stdout: optionalTextAt(outputs, "stdout") ?? "",
  stderr: optionalTextAt(outputs, "stderr") ?? "",
});

/** Runs the command of an occasion, if there is one. @returns what was printed last */
async function runFor(
  occasion: "create" | "update" | "delete",
  workplace: Workplace,
  request: Attention & { readonly urn: string; readonly inputs: Properties },
  before: Printed,
): Promise<Printed> {
  const inputs = rules.parse(request.inputs);
  const text = inputs[occasion];
  if (text === undefined) return before;
  const { interpreter = [], dir = ".", stdin = "", logging = "stdoutAndStderr" } = inputs;
  const line = {
    command: text,
    interpreter: interpreter.length > 0 ? interpreter : ["/bin/sh", "-c"],
    folder: resolve(workplace.folder, dir),
    environment: {
      ...workplace.environmentOf(stackOf(request.urn)),
      ...inputs.environment,
      ...(inputs.addPreviousOutputInEnv ? previousOutput(before) : {}),
    },
    stdin,
    logged: LOGGED[logging],
  };
  return run(line, request);
}

const previousOutput = ({ stdout, stderr }: Printed): Record<string, string> => ({
  ...(stdout !== "" && { PULUMI_COMMAND_STDOUT: stdout }),
  ...(stderr !== "" && { PULUMI_COMMAND_STDERR: stderr }),
});

/** `urn:pulumi:<stack>::...` */
const stackOf = (urn: string): string => urn.split("::")[0]?.split(":")[2] ?? "";
