import { spawn } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const CHECKOUT = join(__dirname, "..", "..", "..", "..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the state says of a run, as the engine hands it on. */
export const RUN = {
  OPENEDX_STACK: "organization/openedx/campus",
  OPENEDX_INSTANCE: "history",
  OPENEDX_OWNER: "campus/history",
  OPENEDX_RUN: "history-mysql",
  WORKFLOW_TEMPLATE: "mysql-deprovision",
  WORKFLOW_NAMESPACE: "openedx-operator",
  WORKFLOW_SERVICE_ACCOUNT: "openedx-runs",
  WORKFLOW_PARAMETERS: JSON.stringify({ host: "mysql", port: "3306", database: "d", user: "u" }),
};

/** A PATH with programs that a test writes in shell, each of which notes how it was called. */
export class FakePrograms {
  private readonly bin: string;
  private readonly journal: string;

  /** @param folder an empty folder */
  constructor(readonly folder: string) {
    this.bin = join(folder, "bin");
    this.journal = join(folder, "journal");
    mkdirSync(join(folder, "tmp"));
    mkdirSync(this.bin);
    writeFileSync(this.journal, "");
    symlinkSync(process.execPath, join(this.bin, "node"));
    for (const name of ["cat", "stat", "sleep"])
      symlinkSync(`/usr/bin/${name}`, join(this.bin, name));
  }

  write(program: "aws" | "doctl" | "kubectl" | "pulumi", ...lines: readonly string[]): void {
    const file = join(this.bin, program);
    const note = `echo "${program} $*" >>"${this.journal}"`;
    writeFileSync(file, ["#!/bin/sh", note, ...lines, ""].join("\n"));
    chmodSync(file, 0o700);
  }

  /** How programs were called, a line each. */
  calls(): readonly string[] {
    return readFileSync(this.journal, "utf8").trim().split("\n");
  }

  /** Where a run may keep files. */
  get temporary(): string {
    return join(this.folder, "tmp");
  }

  /** What runs have left there, but for the cache that TypeScript's loader keeps. */
  leftovers(): readonly string[] {
    return readdirSync(this.temporary)
      .filter((name) => !name.startsWith("v8-compile-cache"))
      .sort();
  }

  /** Starts the program as the state of a stack says. */
  start(environment: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [join("cli", "workflow-run")], {
      cwd: CHECKOUT,
      env: { PATH: this.bin, TMPDIR: this.temporary, ...RUN, ...environment },
      stdio: "pipe",
    });
    const printed = { stdout: "", stderr: "" };
    child.stdout.on("data", (part: Buffer) => (printed.stdout += part.toString("utf8")));
    child.stderr.on("data", (part: Buffer) => (printed.stderr += part.toString("utf8")));
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (code) => resolve({ code, ...printed }));
    });
    return { child, ended };
  }
}

/** Lines of a `pulumi` that knows the stack's settings. */
export const pulumiWith = (settings: { context?: string; kubeconfig?: string }): string[] => [
  'case "$*" in',
  `  "config --json "*) echo '${JSON.stringify(printed(settings.context))}' ;;`,
  settings.kubeconfig === undefined
    ? `  *) echo "error: configuration key 'kubeconfig' not found for stack 'campus'" >&2; exit 255 ;;`
    : `  *) echo '${settings.kubeconfig}' ;;`,
  "esac",
];

const printed = (context?: string) => ({
  "openedx:cluster": { value: JSON.stringify({ kind: "existing", context }), secret: false },
  "openedx:kubeconfig": { secret: true },
});

/**
 * Lines of a `pulumi` that knows the settings of a stack with a cluster on a cloud, and no kubeconfig.
 *
 * @param existing what the cloud calls the cluster. @default - the stack has made it
 */
export const pulumiOn = (
  kind: "aws" | "digitalocean",
  region: string,
  existing?: string,
): string[] => {
  const cluster = { kind, name: "campus", region, existing };
  const config = { "openedx:cluster": { value: JSON.stringify(cluster), secret: false } };
  return [`echo '${JSON.stringify(config)}'`];
};

/**
 * Lines of a `kubectl` at whose other end a workflow ends in `phase` at once.
 *
 * @param before lines that are run first
 */
export const kubectlWith = (phase: string, ...before: readonly string[]): string[] => {
  const workflow = { metadata: { name: "history-mysql-x7k2p", namespace: "openedx-operator" } };
  const ended = { ...workflow, status: { phase, message: "No more retries left" } };
  return [
    ...before,
    'case "$*" in',
    `  *clusterworkflowtemplates*) echo '{"spec":{"activeDeadlineSeconds":300}}' ;;`,
    `  *"create --raw"*) cat >/dev/null; echo '${JSON.stringify(workflow)}' ;;`,
    `  *labelSelector*) echo '{"items":[]}' ;;`,
    `  *workflows/history-mysql-x7k2p*) echo '${JSON.stringify(ended)}' ;;`,
    "esac",
  ];
};
