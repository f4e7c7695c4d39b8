import { checkBeside, valuesBeside } from "../stacks/check-beside";
import { explain } from "../stacks/problems";
import type { StackReader } from "../stacks/shard";
import { isExample, readStackFile } from "../stacks/stack-file";
import { traceInstance, type TracedSetting } from "../stacks/trace";

/** A stack file, read. */
export interface StackText {
  readonly file: string;
  readonly stack: string;
  readonly text: string;
}

/** What `--json` prints. */
export interface ShownInstance {
  readonly slug: string;
  readonly stack: string;
  readonly file: string;
  readonly settings: readonly TracedSetting[];
}

/** Why there is nothing to show, and what to do; for people. */
export interface NotShown {
  readonly error: string;
}

/**
 * The settings of an instance.
 *
 * @param files the stack files there are
 * @param stack the one that is meant. @default - the only one that has such an instance; examples count where no other has
 */
export function showInstance(
  files: readonly StackText[],
  slug: string,
  stack?: string,
): ShownInstance | NotShown {
  const candidates = stack === undefined ? files : files.filter((file) => file.stack === stack);
  if (candidates.length === 0) return { error: noStack(files, stack) };
  const having = meant(candidates.filter((file) => slugsOf(file).includes(slug)));
  const [found, ...others] = having;
  if (found === undefined) return { error: noInstance(candidates, slug) };
  if (others.length > 0) return { error: severalStacks(having, slug) };
  return inFile(found, slug, files);
}

/** The examples have instances too, so that an operator would have to say each time that those are not meant. */
function meant(having: readonly StackText[]): readonly StackText[] {
  const own = having.filter(({ stack }) => !isExample(stack));
  return own.length > 0 ? own : having;
}

function inFile(
  { file, stack, text }: StackText,
  slug: string,
  files: readonly StackText[],
): ShownInstance | NotShown {
  const raw = readStackFile(stack, text);
  if ("reason" in raw) return { error: `${file}: ${raw.reason}.\n    ${raw.fix}` };
  const read = among(files);
  const { problems } = checkBeside(raw, read);
  if (problems.length > 0) return { error: explain(file, problems) };
  const settings = traceInstance(valuesBeside(raw, read), slug);
  if (settings === undefined) throw new Error(`${file} has lost ${slug}`);
  return { slug, stack, file, settings };
}

/** Reads one of the files by the name of its stack. */
const among =
  (files: readonly StackText[]): StackReader =>
  (name) => {
    const file = files.find(({ stack }) => stack === name);
    const raw = file && readStackFile(name, file.text);
    return raw === undefined || "reason" in raw ? undefined : raw;
  };

/** Slugs of the instances in a file, also in one with mistakes; none where it cannot be read at all. */
function slugsOf({ stack, text }: StackText): readonly string[] {
  const raw = readStackFile(stack, text);
  if ("reason" in raw) return [];
  const { instances } = raw.values;
  const entries: readonly unknown[] = Array.isArray(instances) ? instances : [];
  return entries.flatMap((entry) => {
    const slug: unknown =
      typeof entry === "object" && entry !== null && "slug" in entry ? entry.slug : undefined;
    return typeof slug === "string" ? [slug] : [];
  });
}

const noStack = (files: readonly StackText[], stack = ""): string =>
  files.length === 0
    ? "There is no stack file in stacks/. Start from a copy of stacks/Pulumi.example.yaml."
    : `There is no stacks/Pulumi.${stack}.yaml. Stacks there: ${listed(files)}.`;

function noInstance(files: readonly StackText[], slug: string): string {
  const unreadable = files.flatMap(({ file, stack, text }) => {
    const raw = readStackFile(stack, text);
    return "reason" in raw ? [`${file}: ${raw.reason}.\n    ${raw.fix}`] : [];
  });
  const known = files.flatMap((file) => slugsOf(file));
  const all = [...new Set(known)].join(", ") || "none";
  const where = files.map(({ file }) => file).join(", ");
  return [
    `There is no instance "${slug}" in ${where}. Instances there: ${all}.`,
    ...unreadable,
  ].join("\n");
}

const severalStacks = (files: readonly StackText[], slug: string): string =>
  `"${slug}" is an instance of several stacks: ${listed(files)}. ` +
  `Name the one that you mean: npm run openedx -- instance show ${slug} --stack ${files[0]?.stack}`;

const listed = (files: readonly StackText[]): string => files.map(({ stack }) => stack).join(", ");

/** The same for people: a line for each setting, in columns. */
export function table({ slug, file, settings }: ShownInstance): string {
  const rows = settings.map(({ setting, value, from }) => [setting, shown(value), from]);
  const all = [["setting", "value", "from"], ...rows];
  const width = (column: number): number =>
    Math.max(...all.map((cells) => (cells[column] ?? "").length));
  const [first, second] = [width(0), width(1)];
  const lines = all.map(
    ([setting = "", value = "", from = ""]) =>
      `  ${setting.padEnd(first)}  ${value.padEnd(second)}  ${from}`,
  );
  return [`${slug} in ${file}`, "", ...lines].join("\n");
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
