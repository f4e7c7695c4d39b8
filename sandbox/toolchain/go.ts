import { z } from "zod";
import { OperatorError } from "../contract";
import { CommandError, lastLines, run } from "./command";
import type { GoModule } from "./go-module";
import { askOnPath, findOnPath } from "./on-path";
import { isAtLeast, parseVersion } from "./versions";

/*
 * Programs that are neither on PATH nor in the cache are built from source and never taken from their makers' download pages:
 * no digest could be pinned for those files, while go.sum holds one for every module that goes into a build, and Go checks it.
 */

/** What Go says when it cannot reach the place that its modules come from. */
const NO_NETWORK =
  /dial tcp|no such host|connection refused|network is unreachable|i\/o timeout|TLS handshake timeout|proxyconnect|GOPROXY=off/;

/**
 * Checks that Go is there, before anything is built.
 *
 * @param wanted what is to be built, for the message
 * @param least the oldest Go that does, e.g. "1.26.0"
 * @throws OperatorError if Go is missing or older
 */
export async function requireGo(
  wanted: readonly string[],
  least: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const found = await askOnPath("go", ["env", "GOVERSION"], goEnvironment(environment));
  const needed = parseVersion(least);
  if (found && needed && isAtLeast(found.version, needed)) return;
  const { major, minor, patch } = found?.version ?? {};
  const reason = found
    ? `${found.path} is Go ${major}.${minor}.${patch}`
    : `there is no usable "go" on PATH`;
  throw new OperatorError(
    `Neither on PATH nor in the cache: ${wanted.join(", ")}.\n` +
      `Building them needs Go ${least} or newer, but ${reason}.\n` +
      `Next: install Go ${least} or newer and run the command again.`,
  );
}

/** What to build, and where to. */
export interface GoBuild {
  /** For messages: "etcd v3.6.5". */
  readonly title: string;
  /** Folder with the go.mod that the build follows to the letter. */
  readonly folder: string;
  /** Package of the command, e.g. "go.etcd.io/etcd/server/v3". */
  readonly command: string;
  /** Variables that the linker sets, by their full name: most programs learn their version so. */
  readonly variables: Readonly<Record<string, string>>;
  readonly output: string;
}

/**
 * Builds a command of a pinned module. The same sources give the same file wherever they are built.
 *
 * @throws OperatorError if its packages cannot be fetched, or do not compile
 */
export async function goBuild(build: GoBuild, environment: NodeJS.ProcessEnv): Promise<void> {
  const { title, folder, command, output } = build;
  const variables = Object.entries(build.variables).map(([name, value]) => `-X ${name}=${value}`);
  const linkerFlags = ["-s -w", ...variables].join(" ");
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags", linkerFlags, "-o", output];
  const task: GoTask = { title, subject: command, folder };
  await runGo(["build", ...flags, command], task, environment);
}

/**
 * Fetches the source of a module that a go.mod pins, checked against its go.sum.
 *
 * @returns the folder with it, in Go's module cache, where nothing may be written
 * @throws OperatorError if it cannot be fetched
 */
export async function goDownload(
  title: string,
  module: GoModule,
  path: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const task: GoTask = { title, subject: path, folder: module.folder };
  const answer = await runGo(["mod", "download", "-json", path], task, environment);
  return z.object({ Dir: z.string() }).parse(JSON.parse(answer)).Dir;
}

/** What Go is run for, to name it in messages, and where. */
interface GoTask {
  /** "etcd v3.6.5" */
  readonly title: string;
  /** Module or package that Go was told to get. */
  readonly subject: string;
  readonly folder: string;
}

async function runGo(
  goArguments: readonly string[],
  task: GoTask,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const go = findOnPath("go", environment) ?? "go";
  const options = { directory: task.folder, environment: goEnvironment(environment) };
  try {
    return await run(go, goArguments, options);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw NO_NETWORK.test(error.output) ? unreachable(task, error) : failed(task, error);
  }
}

function unreachable({ title, subject }: GoTask, { output }: CommandError): OperatorError {
  const line = output.split("\n").find((text) => NO_NETWORK.test(text)) ?? "";
  return new OperatorError(
    `${title} is missing here, and Go could not fetch the packages of ${subject}:\n` +
      `  ${withoutJson(line)}\n` +
      `Next: connect this machine to the internet, or set GOPROXY to a module mirror that it reaches, and run the command again. What is finished is kept.`,
  );
}

/** `go mod download -json` tells its errors as a line of JSON, `go build` as they are. */
function withoutJson(line: string): string {
  const json = /^\s*"Error": (".*"),?$/.exec(line)?.[1];
  return json === undefined ? line.trim() : z.string().parse(JSON.parse(json));
}

function failed({ title }: GoTask, { commandLine, output }: CommandError): OperatorError {
  return new OperatorError(
    `${title} could not be made; "${commandLine}" ended with:\n` +
      `${lastLines(output, 10).replace(/^/gm, "  ")}\n` +
      `Next: see that there are 4 GB of memory and 6 GB of disk free, and run the command again. What is finished is kept.`,
  );
}

/**
 * The operator's environment, without what would change the outcome. The caches of Go stay the operator's own: they are made
 * for sharing, and what lies in them is checked.
 */
function goEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...environment,
    // Never another Go than the one on PATH: fetching one is not what was asked for.
    GOTOOLCHAIN: "local",
    // Replaces the operator's own flags; go.mod and go.sum are taken as committed.
    GOFLAGS: "-mod=readonly",
    GOWORK: "off",
    // Empty: for this machine.
    GOOS: "",
    GOARCH: "",
    // Programs without C run on every distribution, and need no C compiler to be built.
    CGO_ENABLED: "0",
  };
}
