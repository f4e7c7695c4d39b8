import type { ProgramSettings } from "../components/settings";
import type { Problem } from "./problems";
import { plainValues, type RawStack } from "./raw-stack";
import { type ReadableStack, readStack, type StackValues } from "./read";
import { resolveProtection } from "./resolve-protection";
import { crossFieldProblems, stackNotes, stackWarnings } from "./rules";
import { missingSecrets, secretProblems, type Secrecy } from "./rules/secrets";
import { secretOwners, sharingMailLogin } from "./secret-owners";
import { stackSchema } from "./schema/stack";
import { type AnySecretKey, isAnySecretKey, SECRET_FORMS, SECRET_KEYS } from "./schema/secrets";
import { saysExisting } from "./schema/text";
import { asFirst, type Fleet, shardProblems, shardValues, unknownFirst } from "./shard";
import { firstStackOf } from "./shard-reference";

export { plainValues, type RawStack } from "./raw-stack";

export interface CheckedStack {
  /** Undefined if there is a problem. */
  readonly settings?: ProgramSettings;
  readonly problems: readonly Problem[];
  /** Needed secrets that are not set; a file that is written before its secrets are is not wrong. */
  readonly missingSecrets: readonly Problem[];
  /** What is no mistake, and yet should be known; none where there is a problem. */
  readonly notes: readonly Problem[];
  /** Those of the notes that a run tells as well. */
  readonly warnings: readonly Problem[];
}

const SECTION_KEYS: readonly string[] = Object.keys(stackSchema.shape);
const KNOWN_KEYS: readonly string[] = [...SECTION_KEYS, ...SECRET_KEYS];

/**
 * Checks the settings of a stack, and applies defaults and sizes.
 *
 * @param fleet needed for a shard. @default - nothing is known of other stacks
 */
export function checkStack(raw: RawStack, fleet?: Fleet): CheckedStack {
  if (Object.keys(raw.values).length === 0) return refused([NO_SETTINGS]);
  const first = firstStackOf(raw.values);
  if (first === undefined) return checkValues(raw, plainValues(raw), fleet);
  const problems = shardProblems(raw, first);
  if (fleet === undefined) return refused([...problems, unknownFirst(first)]);
  return checkValues(raw, shardValues(plainValues(raw), fleet.first), fleet, problems);
}

const refused = (problems: readonly Problem[]): CheckedStack => ({
  problems,
  missingSecrets: [],
  notes: [],
  warnings: [],
});

/** @param values of the stack, and those of its first stack where it is a shard */
function checkValues(
  raw: RawStack,
  values: StackValues,
  fleet?: Fleet,
  ofShard?: readonly Problem[],
): CheckedStack {
  const read = readStack(values);
  const others = fleet?.others ?? [];
  const secrets = secretsContext(raw, values, read, ofShard !== undefined);
  const problems = [
    ...(ofShard ?? []),
    ...unknownKeys(raw),
    ...encryptedSettings(raw),
    ...read.problems.filter(({ path }) => !raw.encrypted.has(String(path[0]))),
    ...crossFieldProblems(read, others),
    ...secretProblems(secrets),
  ];
  if (problems.length > 0)
    return {
      ...refused(inOrder(problems.map((problem) => withInstance(problem, read)))),
      missingSecrets: missingSecrets(secrets),
    };
  const settings = programSettings(read, raw, ofShard && fleet?.first.name);
  const warnings = stackWarnings(read, others);
  return {
    settings,
    problems,
    missingSecrets: missingSecrets(secrets),
    notes: [...warnings, ...stackNotes(read)],
    warnings,
  };
}

const secretsContext = (
  raw: RawStack,
  values: StackValues,
  read: ReadableStack,
  isShard: boolean,
) => ({
  stack: raw.stack,
  isShard,
  hasShards: (read.shards ?? []).length > 0,
  secrets: secretsOf(raw),
  contextGiven: namesContext(values.cluster),
  clusterKind: kindOf(values.cluster),
  mysqlKind: kindOf(values.mysql),
  mysqlExists: saysExisting(values.mysql),
  registryGiven: values.registry !== undefined,
  mongodbIsExternal: kindOf(values.mongodb) === "external",
  meilisearchIsShared: kindOf(values.meilisearch) === "shared",
  owners: secretOwners(read),
  sharingMailLogin: sharingMailLogin(read),
});

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

function programSettings(
  read: ReadableStack,
  raw: RawStack,
  firstStack?: string,
): ProgramSettings | undefined {
  const { cluster, mysql, mongodb, storage, platform, registry, shards = [] } = read;
  const { deletionProtection = true } = read;
  const instances = read.instances
    .flatMap(({ settings }) => settings ?? [])
    .map((its) => (deletionProtection ? its : { ...its, deletionProtection }));
  if (!cluster || !mysql || !mongodb || !storage || !platform) return undefined;
  const servers = resolveProtection({ cluster, mysql, mongodb }, deletionProtection);
  if (!servers) return undefined;
  const { values } = asFirst(raw);
  return {
    ...{ ...servers, storage, platform, registry, instances },
    ...(firstStack !== undefined && { firstStack }),
    ...(shards.length > 0 && { shards: { names: shards, values } }),
  };
}
