import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Readable, type Writable } from "node:stream";
import { parse } from "yaml";
import { z } from "zod";
import { PROJECT_ROOT } from "../sandbox/directories";
import type { EffectiveConfig } from "../sandbox/engine/config";
import { forgetOwnPulumi } from "../sandbox/engine/environment";
import { startFakeEngine, type FakeEngine, type Registration } from "./fake-engine";

/** What a run of the program by itself came to. */
export interface ProgramRun {
  /** 0 if all went well; 32 if the program has told the engine what went wrong. */
  readonly exitCode: number | null;
  readonly registrations: readonly Registration[];
  /** What the engine would have shown. */
  readonly messages: readonly string[];
  /** What the engine would have shown to `--debug` only. */
  readonly debugMessages: readonly string[];
  /** What the program wrote to its standard error. */
  readonly stderr: string;
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Time that the processors spent on it, which other work on the machine changes little. */
  readonly processorSeconds: number;
  /** The most memory that the process held. */
  readonly peakMemoryBytes: number;
}

/** What `resource-usage.js` writes: times in microseconds, memory in kilobytes. */
const ResourceUsage = z.object({
  userCPUTime: z.number(),
  systemCPUTime: z.number(),
  maxRSS: z.number(),
});

/** The part of `Pulumi.yaml` that says how the program is started. */
const ProjectFile = z.object({
  name: z.string(),
  runtime: z.object({ options: z.object({ tsconfig: z.string(), nodeargs: z.string() }) }),
  config: z.record(z.string(), z.unknown()),
});
type ProjectFile = z.infer<typeof ProjectFile>;

/**
 * Runs the program of this project in a process of its own, started as Pulumi's language host starts it, against an
 * engine that takes every registration and makes nothing. So it is the program alone that is timed: TypeScript, the
 * settings, the SDK and its messages, without engine, providers or servers.
 */
export async function runProgramAlone(stack: string, config: EffectiveConfig): Promise<ProgramRun> {
  const project = ProjectFile.parse(parse(readFileSync(join(PROJECT_ROOT, "Pulumi.yaml"), "utf8")));
  const engine = await startFakeEngine(stack, project.name);
  try {
    return await runAgainst(engine, { stack, project, config });
  } finally {
    engine.stop();
  }
}

interface Start {
  readonly stack: string;
  readonly project: ProjectFile;
  readonly config: EffectiveConfig;
}

async function runAgainst(engine: FakeEngine, start: Start): Promise<ProgramRun> {
  const began = performance.now();
  const child = spawn(process.execPath, nodeArguments(engine.address, start), {
    cwd: PROJECT_ROOT,
    env: environment(start),
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  const [, , standardError, resources] = child.stdio;
  const [end, stderr, used] = await Promise.all([
    exited.then((exitCode) => ({ exitCode, seconds: (performance.now() - began) / 1000 })),
    readAll(standardError),
    readAll(resources),
  ]);
  const usage = ResourceUsage.parse(JSON.parse(used));
  return {
    ...end,
    registrations: engine.registrations,
    messages: engine.messages,
    debugMessages: engine.debugMessages,
    stderr,
    processorSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    peakMemoryBytes: usage.maxRSS * 1024,
  };
}

async function readAll(pipe: Readable | Writable | null | undefined): Promise<string> {
  if (!(pipe instanceof Readable)) throw new Error("the program was started without this pipe");
  return text(pipe);
}

function nodeArguments(address: string, { stack, project }: Start): string[] {
  return [
    ...["--require", join(__dirname, "resource-usage.js")],
    ...project.runtime.options.nodeargs.split(" "),
    require.resolve("@pulumi/pulumi/cmd/run"),
    ...["--monitor", address, "--engine", address],
    ...["--project", project.name, "--stack", stack],
    ...["--pwd", PROJECT_ROOT, "--parallel", "32"],
    ".",
  ];
}

function environment({ project, config }: Start): NodeJS.ProcessEnv {
  const values = { ...project.config, ...config.plain, ...config.secrets };
  const own = { ...process.env };
  forgetOwnPulumi(own);
  return {
    ...own,
    PULUMI_NODEJS_TYPESCRIPT: "true",
    PULUMI_NODEJS_TSCONFIG_PATH: project.runtime.options.tsconfig,
    PULUMI_CONFIG: JSON.stringify(
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, configText(value)])),
    ),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(Object.keys(config.secrets)),
  };
}

/** The engine hands over groups and lists as JSON, and text as it is. */
const configText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);
