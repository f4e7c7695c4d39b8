import { describe, expect, it } from "vitest";
import { checkBeside } from "../../stacks/check-beside";
import { explain } from "../../stacks/problems";
import type { RawStack } from "../../stacks/raw-stack";
import { readStackFile } from "../../stacks/stack-file";
import { type Sections, stackFile } from "./support/stack-file";

const FIRST = { shards: "[campus-2]" };

/** Nothing but what a shard has. */
const shard = (sections: Sections = {}): string =>
  [
    "config:",
    ...Object.entries({
      cluster: "{ kind: stack, stack: campus }",
      instances: "[{ slug: arts }]",
      ...sections,
    }).map(([key, value]) => `  openedx:${key}: ${value}`),
  ].join("\n");

/** The lines that a check of one of the stacks prints, with the files of the others beside it. */
function check(stack: string, files: Readonly<Record<string, string>>): readonly string[] {
  const read = (name: string): RawStack | undefined => {
    const text = files[name];
    const raw = text === undefined ? undefined : readStackFile(name, text);
    return raw === undefined || "reason" in raw ? undefined : raw;
  };
  const raw = read(stack);
  if (raw === undefined) throw new Error("no such file");
  const { problems } = checkBeside(raw, read);
  return problems.length === 0 ? [] : explain(`stacks/Pulumi.${stack}.yaml`, problems).split("\n");
}

const one = (stack: string) => `stacks/Pulumi.${stack}.yaml: 1 setting needs attention:`;
const campus = stackFile(FIRST);

describe("a shard", () => {
  it("has instances of its own, and all else of its first stack", () => {
    const files = { campus, "campus-2": shard() };
    expect([check("campus", files), check("campus-2", files)]).toEqual([[], []]);
  });

  it("gives its instances what the first stack's have", () => {
    const raw = readStackFile("campus-2", shard());
    const first = readStackFile("campus", campus);
    if ("reason" in raw || "reason" in first) throw new Error("no stack file");
    const { settings, missingSecrets } = checkBeside(raw, () => first);
    expect(missingSecrets).toEqual([]);
    expect(settings).toMatchObject({
      firstStack: "campus",
      cluster: { kind: "existing", name: "campus" },
      instances: [{ slug: "arts", release: "ulmo", hosts: { lms: "arts.example.org" } }],
    });
    expect(settings).not.toHaveProperty("shards");
  });

  it("opens its own locks, which its first stack does not", () => {
    const protectionOf = (ofFirst: Sections, own: Sections) => {
      const raw = readStackFile("campus-2", shard(own));
      const first = readStackFile("campus", stackFile({ ...FIRST, ...ofFirst }));
      if ("reason" in raw || "reason" in first) throw new Error("no stack file");
      return checkBeside(raw, () => first).settings?.instances[0]?.deletionProtection;
    };
    const locked = { defaults: "{ release: ulmo, deletionProtection: true }" };
    expect(protectionOf({ ...locked, deletionProtection: "false" }, {})).toBe(true);
    expect(protectionOf(locked, { deletionProtection: "false" })).toBe(false);
  });

  it.each<[string, string, Readonly<Record<string, string>>, ...string[]]>([
    [
      "sections and secrets that are its first stack's",
      "campus-2",
      {
        campus,
        "campus-2": shard({
          mysql: "{ kind: rds }",
          kubeconfig: "{ secure: v1:x }",
          shards: "[a]",
        }),
      },
      "stacks/Pulumi.campus-2.yaml: 3 settings need attention:",
      "  openedx:mysql is set, while this stack is a shard of campus.",
      "    A shard has cluster, instances and deletionProtection only, and all else is that of stacks/Pulumi.campus.yaml. Remove it.",
      "  openedx:shards is set, while this stack is a shard of campus.",
      "    A shard has cluster, instances and deletionProtection only, and all else is that of stacks/Pulumi.campus.yaml. Remove it.",
      "  openedx:kubeconfig is set, while this stack is a shard of campus.",
      "    A shard has cluster, instances and deletionProtection only, and all else is that of stacks/Pulumi.campus.yaml. Run: pulumi config rm --stack campus-2 openedx:kubeconfig",
    ],
    [
      "a cluster that says more than whose it is",
      "campus-2",
      { campus, "campus-2": shard({ cluster: "{ kind: stack, stack: campus, name: other }" }) },
      one("campus-2"),
      "  openedx:cluster.name is no known setting.",
      "    Known here: kind, stack.",
    ],
    [
      "a first stack whose file is not there",
      "campus-2",
      { "campus-2": shard() },
      one("campus-2"),
      '  openedx:cluster.stack is "campus", and there is no stacks/Pulumi.campus.yaml here.',
      "    Write the name of the stack that lists this one in its openedx:shards, and keep both files in one folder.",
    ],
    [
      "a first stack with mistakes",
      "campus-2",
      { campus: stackFile({ ...FIRST, platform: undefined }), "campus-2": shard() },
      "stacks/Pulumi.campus-2.yaml: 2 settings need attention:",
      '  openedx:cluster.stack is "campus", whose file has mistakes.',
      "    Run: npm run openedx -- check stacks/Pulumi.campus.yaml",
      "  openedx:platform is missing.",
      "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml.",
    ],
    [
      "a first stack that does not list it",
      "campus-2",
      { campus: stackFile(), "campus-2": shard() },
      one("campus-2"),
      '  openedx:cluster.stack is "campus", whose openedx:shards does not list campus-2.',
      "    Add campus-2 to openedx:shards in stacks/Pulumi.campus.yaml, and run: pulumi up --stack campus",
    ],
    [
      "a slug, and a host, of its first stack",
      "campus-2",
      {
        campus,
        "campus-2": shard({
          instances:
            "[{ slug: history }, { slug: arts, hosts: { lms: apps.science.example.org } }]",
        }),
      },
      "stacks/Pulumi.campus-2.yaml: 2 settings need attention:",
      '  openedx:instances[0].slug gives the slug "history", as openedx:instances[0].slug of stacks/Pulumi.campus.yaml does.',
      "    Give each instance of the cluster its own slug, whichever stack it is in.",
      '  openedx:instances[1].hosts.lms (arts) gives the host name "apps.science.example.org", as openedx:instances[1].hosts.mfe of stacks/Pulumi.campus.yaml does.',
      "    Give each instance of the cluster its own host name, whichever stack it is in.",
    ],
    [
      "the folder of an instance of another shard",
      "campus-2",
      {
        campus: stackFile({ shards: "[campus-2, campus-3]" }),
        "campus-2": shard(),
        "campus-3": shard({
          instances: "[{ slug: music, gitops: { path: instances/arts/env } }]",
        }),
      },
      one("campus-2"),
      '  openedx:instances[0].gitops.path (arts) gives the folder "git@example.org:campus/instances main instances/arts/env", as openedx:instances[0].gitops.path of stacks/Pulumi.campus-3.yaml does.',
      "    Give each instance of the cluster its own folder, whichever stack it is in.",
    ],
    [
      "a name in the list twice, and one that is no shard",
      "campus",
      { campus: stackFile({ shards: "[campus-2, campus-2, other]" }), "campus-2": shard() },
      "stacks/Pulumi.campus.yaml: 2 settings need attention:",
      '  openedx:shards[1] is "campus-2", which is there already.',
      "    Remove it.",
      '  openedx:shards[2] is "other", but stacks/Pulumi.other.yaml is no shard of campus.',
      "    Write there: openedx:cluster: { kind: stack, stack: campus }. docs/shards.md says how a shard is made, and how one is taken away.",
    ],
  ])("is refused for %s", (_, stack, files, ...message) => {
    expect(check(stack, files)).toEqual(message);
  });
});

describe("the number of instances", () => {
  const instances = (count: number) =>
    `[${Array.from({ length: count }, (_, index) => `{ slug: i${index} }`).join(", ")}]`;
  const HOW =
    "Put further ones into a shard, a stack of instances on the same cluster: write its file as stacks/Pulumi.example-shard.yaml is, " +
    "list it in openedx:shards of the first stack, and run pulumi up for that one and then the shard; see docs/shards.md.";
  const notesOf = (sections: Sections) => {
    const raw = readStackFile("campus", stackFile(sections));
    if ("reason" in raw) throw new Error(raw.reason);
    return checkBeside(raw, () => undefined).warnings;
  };

  it("is refused above the most, of a shard as well", () => {
    const problem = (most: number) => [
      `  openedx:instances has ${most + 1} entries, while openedx:maxInstances is ${most}.`,
      `    ${HOW}`,
    ];
    expect(check("campus", { campus: stackFile({ instances: instances(51) }) })).toEqual([
      one("campus"),
      ...problem(50),
    ]);
    const first = stackFile({ ...FIRST, maxInstances: "3" });
    const files = { campus: first, "campus-2": shard({ instances: instances(4) }) };
    expect(check("campus-2", files)).toEqual([one("campus-2"), ...problem(3)]);
  });

  it("is refused above what an account has, with those of all stacks on it", () => {
    const others = Array.from({ length: 51 }, (_, index) => `{ slug: j${index} }`).join(", ");
    const filesWith = (count: number) => ({
      campus: stackFile({ ...FIRST, maxInstances: "60", instances: instances(count) }),
      "campus-2": shard({ instances: `[${others}]` }),
    });
    expect(check("campus-2", filesWith(49))).toEqual([]);
    expect(check("campus-2", filesWith(50))).toEqual([
      one("campus-2"),
      "  openedx:instances has 51 instances with a user each, 101 with those of stacks/Pulumi.campus.yaml, while a project of MongoDB Atlas has 100.",
      "    Move some to another stack with a project of its own; see https://www.mongodb.com/docs/atlas/reference/atlas-limits/.",
    ]);
  });

  it("is warned of from 40 on", () => {
    expect(notesOf({ instances: instances(39) })).toEqual([]);
    expect(notesOf({ instances: instances(40) })).toEqual([
      {
        path: ["instances"],
        problem: "has 40 entries, and each makes every run slower",
        fix: HOW,
      },
    ]);
  });
});
