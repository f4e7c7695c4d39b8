import { describe, expect, it } from "vitest";
import { showInstance, table, type StackText } from "../../cli/instance-show";
import { main } from "../../cli/main";
import { stackFile, type Sections } from "../stacks/support/stack-file";

const file = (stack: string, sections: Sections): StackText => ({
  file: `stacks/Pulumi.${stack}.yaml`,
  stack,
  text: stackFile(sections),
});

const campus = file("campus", {
  gitops: "{ repository: git@example.org:campus/instances.git, path: 'sites/{slug}' }",
  defaults:
    "{ release: ulmo, size: big, workloads: { lms: { targetCpu: 70 } }, quota: { pods: 99 } }",
  sizes: "{ big: { sync: manual, workloads: { lms: { maxReplicas: 4 } } } }",
  instances:
    "[{ slug: history, hosts: { lms: learn.example }, storage: { oldVersionsDays: 9 }, workloads: { lms: { requests: { cpu: 300m } } } }]",
});
const other = file("other", { instances: "[{ slug: history }, { slug: law }]" });
const wrong = file("wrong", { mysql: "{ kind: azure }", instances: "[{ slug: arts }]" });
const cut: StackText = {
  file: "stacks/Pulumi.cut.yaml",
  stack: "cut",
  text: "config: {a: 1, a: 2}",
};

/** The settings of `history` by name: value and origin. */
function traced(stack = campus): Readonly<Record<string, readonly unknown[]>> {
  const shown = showInstance([stack], "history");
  if ("error" in shown) throw new Error(shown.error);
  return Object.fromEntries(
    shown.settings.map(({ setting, value, from }) => [setting, [value, from]]),
  );
}

describe("instance show", () => {
  it("tells that the stack has opened an instance that is protected by itself", () => {
    const opened = file("opened", {
      deletionProtection: "false",
      instances: "[{ slug: history, deletionProtection: true }]",
    });
    expect(traced(opened)).toMatchObject({
      deletionProtection: [false, "openedx:deletionProtection"],
    });
  });

  it("tells of each setting where it comes from", () => {
    expect(traced()).toMatchObject({
      slug: ["history", "instance"],
      size: ["big", "defaults"],
      platformName: ["History", "slug"],
      environment: ["staging", "cluster"],
      release: ["ulmo", "defaults"],
      "hosts.lms": ["learn.example", "instance"],
      "hosts.studio": ["studio.learn.example", "hosts.lms"],
      sync: ["manual", "size big"],
      deletionProtection: [false, "cluster"],
      "gitops.repository": ["git@example.org:campus/instances.git", "gitops"],
      "gitops.revision": ["main", "built in"],
      "gitops.path": ["sites/history", "gitops"],
      "storage.oldVersionsDays": [9, "instance"],
      "storage.trackingLogsDays": [0, "built in"],
      databases: [[], "built in"],
      smtp: ["none", "built in"],
      "workloads.lms.requests.cpu": ["300m", "instance"],
      "workloads.lms.requests.memory": ["2Gi", "built in"],
      "workloads.lms.maxReplicas": [4, "size big"],
      "workloads.lms.targetCpu": [70, "defaults"],
      "quota.pods": [99, "defaults"],
      "quota.services": [17, "workloads"],
    });
  });

  it("tells of shared services and mail what was written for the stack, and what follows", () => {
    const sharing = file("sharing", {
      redis: "{ kind: shared, host: redis.data.svc }",
      meilisearch: "{ kind: shared, url: 'http://10.10.8.9:7700', publicUrl: 'https://s.example' }",
      instances: "[{ slug: history, redis: { cacheDatabase: 4 }, smtp: { host: mail.example } }]",
    });
    const from = traced(sharing);
    expect(from).toMatchObject({
      "redis.kind": ["shared", "redis"],
      "redis.host": ["redis.data.svc", "redis"],
      "redis.port": [6379, "built in"],
      "redis.celeryDatabase": [0, "built in"],
      "redis.cacheDatabase": [4, "instance"],
      "meilisearch.url": ["http://10.10.8.9:7700", "meilisearch"],
      "meilisearch.publicUrl": ["https://s.example", "meilisearch"],
      "smtp.port": [587, "smtp.security"],
    });
    expect(from).not.toHaveProperty("hosts.meilisearch");
    expect(traced()).toMatchObject({ "redis.kind": ["own", "built in"] });
  });

  it("leaves nothing out: every setting has a value and an origin", () => {
    const all = Object.entries(traced());
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter(([, [value, from]]) => value === undefined || !from)).toEqual([]);
  });

  it("shows it in columns", () => {
    const shown = showInstance([other], "law");
    if ("error" in shown) throw new Error(shown.error);
    const lines = table({ ...shown, settings: shown.settings.slice(0, 3) }).split("\n");
    expect(lines).toEqual([
      "law in stacks/Pulumi.other.yaml",
      "",
      "  setting       value  from",
      "  slug          law    instance",
      "  size          small  built in",
      "  platformName  Law    slug",
    ]);
  });

  it("shows what a list consists of, and what follows from another setting", () => {
    const mail = file("mail", {
      instances:
        "[{ slug: law, domains: [{ lms: a.example }], smtp: { host: mail.example, security: tls } }]",
    });
    const shown = showInstance([mail], "law");
    if ("error" in shown) throw new Error(shown.error);
    const text = table(shown).replaceAll(/ +/g, " ");
    expect(text).toContain("smtp.port 465 smtp.security");
    expect(text).toContain("smtp.user none built in");
    expect(text).not.toContain("[object Object]");
  });

  it("takes the stack that is named, where several have the instance", () => {
    expect(showInstance([campus, other], "history", "other")).toMatchObject({ stack: "other" });
  });

  it("takes the stack that somebody has, not the examples that have such an instance too", () => {
    const examples = ["example", "example-aws"].map((stack) => ({ ...campus, stack }));
    expect(showInstance([...examples, other], "history")).toMatchObject({ stack: "other" });
    expect(showInstance([...examples, other], "history", "example")).toMatchObject({
      stack: "example",
    });
    expect(showInstance(examples.slice(1), "history")).toMatchObject({ stack: "example-aws" });
    // A name that only begins like theirs is one's own.
    const exemplary = { ...campus, stack: "examples" };
    expect(showInstance([exemplary, ...examples], "history")).toMatchObject({ stack: "examples" });
  });

  it("is not kept from it by a mistake in a file that does not have the instance", () => {
    expect(showInstance([wrong, cut, other], "law")).toMatchObject({ slug: "law", stack: "other" });
  });

  it.each([
    [
      "several stacks",
      () => showInstance([campus, other], "history"),
      '"history" is an instance of several stacks: campus, other. Name the one that you mean: npm run openedx -- instance show history --stack campus',
    ],
    [
      "several stacks, without the examples",
      () => showInstance([{ ...campus, stack: "example-aws" }, other, campus], "history"),
      '"history" is an instance of several stacks: other, campus. Name the one that you mean: npm run openedx -- instance show history --stack other',
    ],
    [
      "several examples, where nothing else has it",
      () => {
        const examples = ["example", "example-aws"].map((stack) => ({ ...campus, stack }));
        return showInstance(examples, "history");
      },
      '"history" is an instance of several stacks: example, example-aws. Name the one that you mean: npm run openedx -- instance show history --stack example',
    ],
    [
      "an instance that is in none",
      () => showInstance([campus, other], "maths"),
      'There is no instance "maths" in stacks/Pulumi.campus.yaml, stacks/Pulumi.other.yaml. Instances there: history, law.',
    ],
    [
      "an instance that may be in a file that is no stack file",
      () => showInstance([cut], "maths"),
      'There is no instance "maths" in stacks/Pulumi.cut.yaml. Instances there: none.\n' +
        "stacks/Pulumi.cut.yaml: line 1, column 16 has a key that stands above already.\n" +
        "    Remove one of the two, or make one entry of both.",
    ],
    [
      "a stack that there is not",
      () => showInstance([campus, other], "history", "moon"),
      "There is no stacks/Pulumi.moon.yaml. Stacks there: campus, other.",
    ],
    [
      "no stacks at all",
      () => showInstance([], "history"),
      "There is no stack file in stacks/. Start from a copy of stacks/Pulumi.example.yaml.",
    ],
    [
      "a stack with a mistake, whose settings are not to be trusted",
      () => showInstance([wrong], "arts"),
      'stacks/Pulumi.wrong.yaml: 1 setting needs attention:\n  openedx:mysql.kind is "azure".\n    Write one of: rds, digitalocean, external.',
    ],
  ])("says so of %s", (_, show, error) => {
    expect(show()).toEqual({ error });
  });
});

describe("the command", () => {
  async function run(...argv: string[]) {
    const [printed, complained]: [string[], string[]] = [[], []];
    const status = await main(
      ["instance", ...argv],
      (text) => printed.push(text),
      (text) => complained.push(text),
    );
    return {
      status,
      printed: printed.join("\n"),
      complained: complained.join("\n").split("\n")[0],
    };
  }

  it("reads the committed stack files", async () => {
    const { status, printed } = await run("show", "arts", "--stack", "sandbox");
    expect(status).toBe(0);
    expect(printed).toMatch(/^arts in stacks\/Pulumi.sandbox.yaml\n/);
  });

  it("needs no stack for an instance that the sandbox and each example have", async () => {
    const { status, printed } = await run("show", "history");
    expect(status).toBe(0);
    expect(printed).toMatch(/^history in stacks\/Pulumi.sandbox.yaml\n/);
  });

  it("prints the same for programs, an error too", async () => {
    const { status, printed } = await run("show", "--json", "arts");
    expect(status).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      slug: "arts",
      stack: "sandbox",
      file: "stacks/Pulumi.sandbox.yaml",
      settings: expect.arrayContaining([
        { setting: "release", value: "verawood", from: "instance" },
      ]) as unknown,
    });
    const unknown = await run("show", "maths", "--json", "--stack", "sandbox");
    expect(unknown.status).toBe(1);
    expect(JSON.parse(unknown.printed)).toEqual({
      error:
        'There is no instance "maths" in stacks/Pulumi.sandbox.yaml. Instances there: history, science, arts.',
    });
  });

  it.each([
    [[], "Say what to do with an instance."],
    [["paint", "history"], 'There is nothing called "paint" to do with an instance.'],
    [["show"], "Say which instance: its slug."],
    [["show", "a", "b"], 'There is one instance too many: "b".'],
    [["show", "a", "--stack"], "--stack wants the name of a stack."],
    [["show", "a", "--stak", "x"], 'There is no option "--stak".'],
  ])("%j: %s", async (argv, message) => {
    expect(await run(...argv)).toEqual({ status: 2, printed: "", complained: message });
  });
});
