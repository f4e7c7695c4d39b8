import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const ROOT = join(__dirname, "..", "..");
const FOLDER = join(ROOT, ".github", "workflows");
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), "utf8");

const Texts = z.record(z.string(), z.unknown());

const Step = z.object({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: Texts.default({}),
  env: Texts.default({}),
});

const Job = z.object({
  if: z.string().default(""),
  permissions: Texts.optional(),
  "timeout-minutes": z.number().optional(),
  environment: z.string().optional(),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }).optional(),
  env: Texts.default({}),
  steps: z.array(Step),
});

const Workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: Texts.optional(),
  env: Texts.default({}),
  jobs: z.record(z.string(), Job),
});

const workflow = (file: string) => Workflow.parse(parse(read(".github", "workflows", file)));

const files = readdirSync(FOLDER);
const workflows = files.map((file) => ({ file, ...workflow(file) }));
const jobs = workflows.flatMap(({ file, jobs }) =>
  Object.entries(jobs).map(([name, job]) => ({ job, title: `${file} ${name}` })),
);
const steps = jobs.flatMap(({ title, job }) => job.steps.map((step) => ({ title, step })));
const action = (step: z.output<typeof Step>): string => step.uses?.split("@")[0] ?? "";

describe("every workflow", () => {
  it("is found", () => {
    expect(files).toEqual(["check.yml", "pulumi.yml"]);
  });

  it("pins every action by commit and says which version that is, the same everywhere", () => {
    const lines = files.flatMap(
      (file) => read(".github", "workflows", file).match(/uses: .*/g) ?? [],
    );
    expect(lines.length).toBeGreaterThan(8);
    const pinned = /^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(lines.filter((line) => !pinned.test(line))).toEqual([]);
    const actions = new Set(lines.map((line) => line.split("@")[0]));
    expect(new Set(lines).size).toBe(actions.size);
  });

  it("hands values to scripts by environment only, never as part of the script", () => {
    const scripts = steps.flatMap(({ step }) => step.run ?? []);
    expect(scripts.length).toBeGreaterThan(6);
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });

  it("says what it may do and how long each job may take", () => {
    expect(workflows.filter(({ permissions }) => permissions === undefined)).toEqual([]);
    const endless = jobs.filter(({ job }) => job["timeout-minutes"] === undefined);
    expect(endless.map(({ title }) => title)).toEqual([]);
  });

  it("never runs a stranger's code with the repository's rights", () => {
    const triggers = workflows.flatMap((one) => Object.keys(one.on));
    expect(new Set(triggers)).toEqual(new Set(["push", "pull_request"]));
    const keeping = steps
      .filter(({ step }) => action(step) === "actions/checkout")
      .filter(({ step }) => step.with["persist-credentials"] !== false);
    expect(keeping.map(({ title }) => title)).toEqual([]);
  });

  it("gives secrets to the engine's steps alone, so that no package's script sees them", () => {
    const seeing = (part: unknown): boolean => JSON.stringify(part).includes("secrets.");
    expect([...workflows, ...jobs.map(({ job }) => job)].filter(({ env }) => seeing(env))).toEqual(
      [],
    );
    const others = steps.filter(({ step }) => seeing(step) && action(step) !== "pulumi/actions");
    expect(others.map(({ title }) => title)).toEqual([]);
  });
});

describe("check.yml", () => {
  const { on, permissions, jobs } = workflow("check.yml");
  const scripts = (job?: z.output<typeof Job>) => job?.steps.flatMap(({ run }) => run ?? []);

  it("runs the checks and both kinds of tests on every push and pull request, with no right but to read", () => {
    expect(on).toEqual({ push: null, pull_request: null });
    expect(permissions).toEqual({ contents: "read" });
    expect(scripts(jobs.check)).toEqual([
      "npm ci",
      "npm run check",
      "npm run openedx -- check",
      "npm run test:unit",
    ]);
    expect(scripts(jobs.sandbox)).toEqual(["npm ci", "npm run test:sandbox"]);
  });

  it("keeps the sandbox's programs where the tests look for them, until a pinned version changes", () => {
    const cache = jobs.sandbox?.steps.find((step) => action(step) === "actions/cache");
    const tests = jobs.sandbox?.steps.find(({ run }) => run === "npm run test:sandbox");
    expect(cache?.with.path).toBe(tests?.env.OPENEDX_SANDBOX_CACHE);
    expect(cache?.with.key).toContain(
      "hashFiles('sandbox/tools/**/go.mod', 'sandbox/tools/**/go.sum', 'sandbox/toolchain/**')",
    );
  });
});

describe("pulumi.yml", () => {
  const { permissions, jobs } = workflow("pulumi.yml");
  const { stacks, preview, up } = jobs;
  const engine = (job?: z.output<typeof Job>) =>
    job?.steps.filter((step) => action(step) === "pulumi/actions") ?? [];

  it("works on the stacks of a variable, each in an environment and a concurrency group of its own", () => {
    expect(stacks?.steps[0]?.env).toEqual({ PULUMI_STACKS: "${{ vars.PULUMI_STACKS }}" });
    expect(preview).toMatchObject({
      environment: "${{ matrix.stack }}-preview",
      concurrency: {
        group: "pulumi-${{ matrix.stack }}-preview-${{ github.event.pull_request.number }}",
        "cancel-in-progress": false,
      },
    });
    expect(up).toMatchObject({
      environment: "${{ matrix.stack }}",
      concurrency: { group: "pulumi-${{ matrix.stack }}", "cancel-in-progress": false },
    });
  });

  it("previews branches of this repository only, and comments", () => {
    expect(preview?.if).toContain("github.event_name == 'pull_request'");
    expect(preview?.if).toContain(
      "github.event.pull_request.head.repo.full_name == github.repository",
    );
    expect(engine(preview).map((step) => step.with)).toMatchObject([
      { command: "preview", "comment-on-pr": true, "edit-pr-comment": true },
    ]);
  });

  it("on a merge previews what main holds, then brings it up", () => {
    expect(up?.if).toContain("github.event_name == 'push'");
    expect(up?.steps[0]?.with.ref).toBe("main");
    expect(engine(up).map((step) => step.with.command)).toEqual(["preview", "up"]);
  });

  it("gives each job the rights it needs", () => {
    expect(permissions).toEqual({});
    expect(stacks?.permissions).toBeUndefined();
    expect(preview?.permissions).toEqual({
      contents: "read",
      "id-token": "write",
      "pull-requests": "write",
    });
    expect(up?.permissions).toEqual({ contents: "read", "id-token": "write" });
  });

  it("runs the engine that the sandbox runs, with the same stack and credentials in each step", () => {
    const all = [...engine(preview), ...engine(up)];
    expect(all.map((step) => step.with["pulumi-version-file"])).toEqual(
      Array(3).fill(".pulumi.version"),
    );
    expect(new Set(all.map((step) => step.with["stack-name"])).size).toBe(1);
    expect(new Set(all.map((step) => JSON.stringify(step.env))).size).toBe(1);
    const pinned = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(
      read("sandbox", "tools", "pulumi", "go.mod"),
    );
    expect(read(".pulumi.version").trim()).toBe(pinned?.[1]);
  });
});

describe("docs/github.md", () => {
  it("explains the variables and secrets that the workflows read, and no others", () => {
    const text = files.map((file) => read(".github", "workflows", file)).join("\n");
    const names = (of: string): string[] =>
      [
        ...new Set(
          [...text.matchAll(new RegExp(`\\b${of}\\.([A-Z_]+)`, "g"))].map(([, name = ""]) => name),
        ),
      ].sort();
    const explained = [...read("docs", "github.md").matchAll(/^\| `([A-Z_]+)` +\| (\w+)/gm)];
    const documented = (kind: string): string[] =>
      explained
        .filter(([, , found]) => found === kind)
        .map(([, name = ""]) => name)
        .sort();
    expect(documented("variable")).toEqual(names("vars"));
    expect(documented("secret")).toEqual(names("secrets"));
  });
});
