import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { MysqlInstallation } from "../../../sandbox/contract";

const Variable = z.union([
  z.strictObject({ name: z.string(), value: z.string() }),
  z.strictObject({
    name: z.string(),
    valueFrom: z.strictObject({
      secretKeyRef: z.strictObject({ name: z.string(), key: z.string() }),
    }),
  }),
]);

type Variable = z.infer<typeof Variable>;

/** A workflow template of one container, as far as it decides what runs. */
export const WorkflowTemplate = z.looseObject({
  spec: z.looseObject({
    arguments: z.looseObject({
      parameters: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })),
    }),
    templates: z.tuple([
      z.looseObject({
        container: z.looseObject({
          command: z.array(z.string()),
          args: z.array(z.string()),
          env: z.array(Variable),
        }),
      }),
    ]),
  }),
});
export type WorkflowTemplate = z.infer<typeof WorkflowTemplate>;

export interface Submission {
  readonly parameters: Readonly<Record<string, string>>;
  /** Values of the Secrets in the workflow's namespace, by name and key. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PodResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the container of a workflow template as a process of this machine, with the environment that its pod would have
 * and nothing else, and with the tools of its image, which is MySQL's, on the PATH.
 */
export async function runPod(
  template: WorkflowTemplate,
  submission: Submission,
  installation: MysqlInstallation,
): Promise<PodResult> {
  const { command, args, env } = template.spec.templates[0].container;
  const [program = "", ...options] = command;
  const parameters = { ...defaultsOf(template), ...submission.parameters };
  const valueOf = (variable: Variable): string =>
    "value" in variable
      ? substitute(variable.value, parameters)
      : secretValue(variable.valueFrom.secretKeyRef, parameters, submission);
  const environment = env.map((variable) => [variable.name, valueOf(variable)] as const);
  const tools = mkdtempSync(join(tmpdir(), "workflow-pod-"));
  try {
    writeMysqlClient(join(tools, "mysql"), installation);
    return await run(program, [...options, ...args], {
      ...Object.fromEntries(environment),
      PATH: `${tools}:${process.env.PATH}`,
    });
  } finally {
    rmSync(tools, { recursive: true });
  }
}

const defaultsOf = ({ spec }: WorkflowTemplate): Record<string, string> =>
  Object.fromEntries(
    spec.arguments.parameters.flatMap(({ name, value }) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

/** As Argo does with the parameters of a workflow; it refuses one that is not given. */
const substitute = (text: string, parameters: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{workflow\.parameters\.([\w-]+)\}\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`the workflow has no parameter ${name}`);
    return value;
  });

function secretValue(
  reference: { readonly name: string; readonly key: string },
  parameters: Readonly<Record<string, string>>,
  { secrets }: Submission,
): string {
  const name = substitute(reference.name, parameters);
  const value = secrets[name]?.[reference.key];
  if (value === undefined) throw new Error(`there is no Secret ${name} with ${reference.key}`);
  return value;
}

/** The client beside the server, started as the server is. That of MariaDB knows no `--ssl-mode`. */
function writeMysqlClient(file: string, { flavor, server, environment }: MysqlInstallation): void {
  const client = join(dirname(server.at(-1) ?? ""), "..", "bin", CLIENTS[flavor]);
  const words = [...server.slice(0, -1), client].map((word) => `'${word}'`).join(" ");
  const settings = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
  const lines = [
    "#!/bin/bash",
    ...settings,
    ...(flavor === "mariadb"
      ? [
          'for option do case "$option" in --ssl-mode=*) ;; *) set -- "$@" "$option";; esac; shift; done',
        ]
      : []),
    `exec ${words} "$@"`,
    "",
  ];
  writeFileSync(file, lines.join("\n"));
  chmodSync(file, 0o700);
}

const CLIENTS = { mysql: "mysql", mariadb: "mariadb" } as const;

function run(
  program: string,
  parameters: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<PodResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { env, stdio: ["ignore", "pipe", "pipe"] });
    const printed = { stdout: "", stderr: "" };
    child.stdout.on("data", (part: Buffer) => (printed.stdout += part.toString("utf8")));
    child.stderr.on("data", (part: Buffer) => (printed.stderr += part.toString("utf8")));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...printed }));
  });
}
