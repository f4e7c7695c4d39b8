import { explain } from "../../../stacks/problems";
import { checkStack, type CheckedStack } from "../../../stacks/settings";
import { readStackFile } from "../../../stacks/stack-file";

/** A small right stack file, section by section. */
const RIGHT: Readonly<Record<string, string>> = {
  cluster: "{ kind: existing, name: campus, environment: staging, domain: example.org }",
  mysql: "{ kind: external, access: direct, host: mysql.example.org }",
  mongodb:
    '{ kind: atlas, projectId: "5f1c0a9be4b0c23d9a7e6f10", clusterName: campus, host: "mongodb+srv://a.example.org" }',
  storage: "{ kind: s3, region: eu-central-1 }",
  gitops: "{ repository: git@example.org:campus/instances.git }",
  defaults: "{ release: ulmo }",
  instances: "[{ slug: history }, { slug: science }]",
};

/** What differs from the right file: YAML by section, undefined for a section that is left out. */
export type Sections = Readonly<Record<string, string | undefined>>;

/** What is wrong, where it is, and every line of the message. */
export type WrongFile = readonly [what: string, sections: Sections, ...message: string[]];

/** The text of a stack file that differs from a right one in `sections`. */
export function stackFile(sections: Sections = {}): string {
  const lines = Object.entries({ ...RIGHT, ...sections }).flatMap(([key, value]) =>
    value === undefined ? [] : [`  openedx:${key}: ${value}`],
  );
  return ["config:", ...lines, ""].join("\n");
}

/** What comes of a stack file of the stack `campus`. */
export function checked(text: string): CheckedStack {
  const raw = readStackFile("campus", text);
  if ("reason" in raw) throw new Error(raw.reason);
  return checkStack(raw);
}

/** The message about a wrong stack file. */
export const messageOf = (text: string): string =>
  explain("stacks/Pulumi.campus.yaml", checked(text).problems);

export const named = ([what, sections, ...message]: WrongFile) => ({ what, sections, message });
