import type { ProgramSettings } from "../components/program";
import type { Problem } from "./problems";
import { type ReadableStack, readStack, type StackValues } from "./read";
import { resolveProtection } from "./resolve-protection";
import { crossFieldProblems, stackNotes } from "./rules";
import { missingSecrets, secretProblems, type Secrecy } from "./rules/secrets";
import { secretOwners, sharingMailLogin } from "./secret-owners";
import { stackSchema } from "./schema/stack";
import { type AnySecretKey, isAnySecretKey, SECRET_FORMS, SECRET_KEYS } from "./schema/secrets";

/** The settings of a stack as they are written, wherever they come from. */
export interface RawStack {
  /** Name of the stack. */
  readonly stack: string;
  /** What stands under each `openedx:` key, without the prefix. The values of secrets are never looked at. */
  readonly values: StackValues;
  /** The keys whose value is encrypted, or has a part that is. */
  readonly encrypted: ReadonlySet<string>;
}

export interface CheckedStack {
  /** Undefined if there is a problem. */
  readonly settings?: ProgramSettings;
  readonly problems: readonly Problem[];
  /** Needed secrets that are not set; a file that is written before its secrets are is not wrong. */
  readonly missingSecrets: readonly Problem[];
  /** What is no mistake, and yet should be known; none where there is a problem. */
  readonly notes: readonly Problem[];
}

const SECTION_KEYS: readonly string[] = Object.keys(stackSchema.shape);
const KNOWN_KEYS: readonly string[] = [...SECTION_KEYS, ...SECRET_KEYS];

/** Checks the settings of a stack, and applies defaults and sizes. */
export function checkStack(raw: RawStack): CheckedStack {
  if (Object.keys(raw.values).length === 0)
    return { problems: [NO_SETTINGS], missingSecrets: [], notes: [] };
  const read = readStack(plainValues(raw));
  const secrets = {
    stack: raw.stack,
    secrets: secretsOf(raw),
    contextGiven: namesContext(raw.values.cluster),
    clusterKind: kindOf(raw.values.cluster),
    mysqlKind: kindOf(raw.values.mysql),
    registryGiven: raw.values.registry !== undefined,
    mongodbIsExternal: kindOf(raw.values.mongodb) === "external",
    meilisearchIsShared: kindOf(raw.values.meilisearch) === "shared",
    owners: secretOwners(read),
    sharingMailLogin: sharingMailLogin(read),
  };
  const problems = [
    ...unknownKeys(raw),
    ...encryptedSettings(raw),
    ...read.problems.filter(({ path }) => !raw.encrypted.has(String(path[0]))),
    ...crossFieldProblems(read),
    ...secretProblems(secrets),
  ];
  return {
    settings: problems.length === 0 ? programSettings(read) : undefined,
    problems: inOrder(problems.map((problem) => withInstance(problem, read))),
    missingSecrets: missingSecrets(secrets),
    notes: problems.length === 0 ? stackNotes(read) : [],
  };
}

/** The plain text of an encrypted value reaches the program; it is not read, so that no message can repeat it. */
export const plainValues = ({ values, encrypted }: RawStack): StackValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !encrypted.has(key)));

const NO_SETTINGS: Problem = {
  path: ["*"],
  problem: "is missing",
  fix: "Copy the settings of stacks/Pulumi.example.yaml and adapt them, or select another stack.",
};

function unknownKeys({ values }: RawStack): Problem[] {
  return Object.keys(values)
    .filter((key) => !SECTION_KEYS.includes(key) && !isAnySecretKey(key))
    .map((key) => ({
      path: [key],
      problem: "is no known setting",
      fix: `Known here: ${[...SECTION_KEYS, ...SECRET_FORMS].join(", ")}.`,
    }));
}

function encryptedSettings({ encrypted }: RawStack): Problem[] {
  return SECTION_KEYS.filter((key) => encrypted.has(key)).map((key) => ({
    path: [key],
    problem: "is encrypted, or has a part that is",
    fix: `Write it in plain text; the only secrets are ${SECRET_FORMS.join(", ")}.`,
  }));
}

/** The secrets that are set; an empty one is not. */
function secretsOf({ values, encrypted }: RawStack): ReadonlyMap<AnySecretKey, Secrecy> {
  const present = Object.keys(values)
    .filter(isAnySecretKey)
    .filter((key) => (values[key] ?? "") !== "");
  return new Map(present.map((key) => [key, encrypted.has(key) ? "encrypted" : "plain"]));
}

/** Also where the cluster's other settings have mistakes. */
const namesContext = (cluster: unknown): boolean =>
  typeof cluster === "object" && cluster !== null && "context" in cluster;

/** Also where the section's other settings have mistakes. */
const kindOf = (section: unknown): unknown =>
  typeof section === "object" && section !== null && "kind" in section ? section.kind : undefined;

/** The slug makes a place in a long list easier to find than its number. */
function withInstance(problem: Problem, { instances }: ReadableStack): Problem {
  const [section, index, key] = problem.path;
  if (section !== "instances" || key === "slug") return problem;
  return { ...problem, instance: instances.find((instance) => instance.index === index)?.slug };
}

/** Sections as the schema has them, instances as they are listed. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const place = ({ path: [section, index] }: Problem) =>
    [placeOf(String(section)), typeof index === "number" ? index : 0] as const;
  return [...problems].sort((a, b) => {
    const [[section, index], [otherSection, otherIndex]] = [place(a), place(b)];
    return section - otherSection || index - otherIndex;
  });
}

/** Secrets of instances come last. */
const placeOf = (section: string): number =>
  KNOWN_KEYS.includes(section) || !isAnySecretKey(section)
    ? KNOWN_KEYS.indexOf(section)
    : KNOWN_KEYS.length;

function programSettings(read: ReadableStack): ProgramSettings | undefined {
  const { cluster, mysql, mongodb, storage, platform, registry } = read;
  const instances = read.instances.flatMap(({ settings }) => settings ?? []);
  if (!cluster || !mysql || !mongodb || !storage || !platform) return undefined;
  const servers = resolveProtection({ cluster, mysql });
  return { ...servers, mongodb, storage, platform, registry, instances };
}
