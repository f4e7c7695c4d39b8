import { type Source, sourceOf, valueAt } from "./origins";
import { readStack, type StackValues } from "./read";

/** One setting of an instance, and where it comes from. */
export interface TracedSetting {
  /** As below an entry of `openedx:instances`: `hosts.lms`. */
  readonly setting: string;
  readonly value: unknown;
  /**
   * `instance`, `size <name>` or `defaults`, which are written for instances; `gitops`, `storage`, `redis` or
   * `meilisearch`, written for the stack; another setting that it follows from, with `openedx:` if it is the stack's; or
   * `built in`.
   */
  readonly from: string;
}

/** What a setting follows from that nobody writes, by its first keys. */
const FOLLOWS: readonly (readonly [setting: string, from: string])[] = [
  ["platformName", "slug"],
  ["environment", "cluster"],
  ["deletionProtection", "cluster"],
  ["hosts.lms", "cluster"],
  ["hosts", "hosts.lms"],
  ["quota", "workloads"],
  ["smtp.port", "smtp.security"],
  ["smtp.sharesLogin", "smtp.user"],
];

/**
 * Every setting of an instance with its value and origin.
 *
 * @param values of a stack file without a mistake
 * @returns nothing if it has no such instance
 */
export function traceInstance(values: StackValues, slug: string): TracedSetting[] | undefined {
  const { instances, deletionProtection = true } = readStack(values);
  const { settings, sources } = instances.find((instance) => instance.slug === slug) ?? {};
  if (settings === undefined || sources === undefined) return undefined;
  const traced = leaves(settings, []).map(({ path, value }) => ({
    setting: path.join("."),
    value,
    from: originOf(path, sources, values),
  }));
  const [first, ...others] = deletionProtection ? traced : traced.map(openedByStack);
  return [...(first ? [first] : []), sizeOf(sources), ...others];
}

/** What `openedx:deletionProtection: false` says of every instance, whatever it says itself. */
const openedByStack = (its: TracedSetting): TracedSetting =>
  its.setting === "deletionProtection"
    ? { ...its, value: false, from: "openedx:deletionProtection" }
    : its;

/** The source of the second rank is the size that the instance has. */
function sizeOf(sources: readonly Source[]): TracedSetting {
  const named = sourceOf(["size"], sources);
  const value = sources.find(({ place }) => place[0] === "sizes")?.place[1];
  return { setting: "size", value, from: named?.name ?? "built in" };
}

function originOf(
  path: readonly string[],
  sources: readonly Source[],
  values: StackValues,
): string {
  const written = sourceOf(path, sources);
  if (written !== undefined) return written.name;
  const [section = ""] = path;
  if (
    ["gitops", "storage", "redis", "meilisearch"].includes(section) &&
    valueAt(values, path) !== undefined
  )
    return section;
  const setting = path.join(".");
  const [, from = "built in"] =
    FOLLOWS.find(([known]) => setting === known || setting.startsWith(`${known}.`)) ?? [];
  return from;
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** What is no group of settings; a list is one value, and what is not there is shown as such. */
function leaves(group: object, path: readonly string[]): Leaf[] {
  return Object.entries(group).flatMap(([key, value]: [string, unknown]) => {
    const at = [...path, key];
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
    return isGroup ? leaves(value, at) : [{ path: at, value: value ?? "none" }];
  });
}
