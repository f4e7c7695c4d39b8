import { explain } from "../../../stacks/problems";
import { checkStack, type CheckedStack } from "../../../stacks/settings";
import { readStackFile } from "../../../stacks/stack-file";

/** Setting of a cluster that every one has. */
export const NETWORK =
  "network: { pods: [10.244.0.0/16], services: [10.245.0.0/16], nodes: [10.10.0.0/16] }";

/** A setting of the platform that every one has. */
export const INGRESS = "ingress: { namespace: ingress-nginx }";

/** A small right stack file, section by section. */
const RIGHT: Readonly<Record<string, string>> = {
  cluster: `{ kind: existing, name: campus, environment: staging, domain: example.org, ${NETWORK} }`,
  mysql: "{ kind: external, access: direct, host: 10.10.5.7 }",
  mongodb:
    '{ kind: atlas, projectId: "5f1c0a9be4b0c23d9a7e6f10", clusterName: campus, host: "mongodb+srv://a.example.org", network: { cidrs: [10.10.6.0/24] } }',
  platform: `{ ${INGRESS} }`,
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
