import { describe, expect, it } from "vitest";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const NAME =
  "    Write the name of a plugin's database: at most 32 lower-case letters, digits and underscores, starting with a letter, and neither openedx nor mysql, for example notes.";

const WRONG: readonly WrongFile[] = [
  [
    "databases that are no list",
    { instances: "[{ slug: history, databases: notes }]" },
    ONE,
    '  openedx:instances[0].databases (history) is "notes".',
    "    Write a list of names, for example [notes, discovery].",
  ],
  [
    "names that cannot be names of environment variables, or are every instance's own",
    {
      instances: `[{ slug: history, databases: [Notes, course-notes, 1st, openedx, mysql, ${"n".repeat(33)}] }]`,
    },
    "stacks/Pulumi.campus.yaml: 6 settings need attention:",
    '  openedx:instances[0].databases[0] (history) is "Notes".',
    NAME,
    '  openedx:instances[0].databases[1] (history) is "course-notes".',
    NAME,
    '  openedx:instances[0].databases[2] (history) is "1st".',
    NAME,
    '  openedx:instances[0].databases[3] (history) is "openedx".',
    NAME,
    '  openedx:instances[0].databases[4] (history) is "mysql".',
    NAME,
    `  openedx:instances[0].databases[5] (history) is "${"n".repeat(33)}".`,
    NAME,
  ],
  [
    "a database that stands twice in a list",
    {
      defaults: "{ release: ulmo, databases: [notes, notes] }",
      sizes: "{ big: { databases: [notes, xqueue, notes] } }",
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    '  openedx:defaults.databases[1] is "notes".',
    "    Write a name that does not stand in the list already.",
    '  openedx:sizes.big.databases[2] is "notes".',
    "    Write a name that does not stand in the list already.",
  ],
  [
    "a database whose user would be that of another instance",
    { instances: "[{ slug: history--notes }, { slug: history, databases: [notes] }]" },
    ONE,
    '  openedx:instances[1].databases (history) has "notes", which gives the database user "campus_history__notes" that "history--notes" has already.',
    "    Choose another slug for one of the two instances.",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("databases of plugins", () => {
  const databasesOf = (sections: Readonly<Record<string, string>>) =>
    checked(stackFile(sections)).settings?.instances.map(({ databases }) => databases);

  it("are inherited as a whole list, and replaced by an empty one", () => {
    const sections = {
      defaults: "{ release: ulmo, databases: [notes] }",
      sizes: "{ big: { databases: [notes, discovery] } }",
      instances:
        "[{ slug: a }, { slug: b, size: big }, { slug: c, databases: [] }, { slug: d, databases: [my_plugin] }]",
    };
    expect(databasesOf(sections)).toEqual([["notes"], ["discovery", "notes"], [], ["my_plugin"]]);
  });

  it("are the same in whatever order they stand", () => {
    const written = (list: string) =>
      databasesOf({ instances: `[{ slug: a, databases: ${list} }]` });
    expect(written("[xqueue, notes]")).toEqual(written("[notes, xqueue]"));
  });

  it("of one instance are not those of another whose slug is that of the first and the plugin", () => {
    const instances = "[{ slug: history, databases: [notes] }, { slug: history-notes }]";
    expect(checked(stackFile({ instances })).problems).toEqual([]);
  });
});
