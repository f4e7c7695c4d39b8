import { type Path, type Problem, settingPath } from "../problems";
import type { ReadableStack } from "../read";
import type { OtherStack } from "../shard";
import { folderOf } from "./folders";
import { hostUses } from "./host-uses";
import { nameUses } from "./names";
import { givenDatabases } from "./services";
import { comparable } from "./slugs";

/** Something that only one instance of a cluster may have. */
interface Use {
  /** What kind of thing it is. */
  readonly kind: string;
  readonly value: string;
  readonly slug: string;
  readonly path: Path;
}

/** An instance must differ from those of other stacks on the cluster in all in which it differs from its neighbours. */
export function fleetProblems(stack: ReadableStack, others: readonly OtherStack[]): Problem[] {
  const taken = new Map(
    others.flatMap(({ file, stack: other }) =>
      usesOf(other).map((use) => [`${use.kind} ${use.value}`, { file, use }] as const),
    ),
  );
  const repeatedSlugs = new Set<string>();
  return usesOf(stack).flatMap((use): Problem[] => {
    const { kind, value, path, slug } = use;
    const earlier = taken.get(`${kind} ${value}`);
    // All that follows from a slug is the same where the slug is.
    if (earlier === undefined || repeatedSlugs.has(slug)) return [];
    if (kind === "slug") repeatedSlugs.add(slug);
    return [
      {
        path,
        problem: `gives the ${kind} "${value}", as ${settingPath(earlier.use.path)} of ${earlier.file} does`,
        fix: `Give each instance of the cluster its own ${kind}, whichever stack it is in.`,
      },
    ];
  });
}

/** Slugs come first. */
const usesOf = (stack: ReadableStack): Use[] =>
  comparable(stack).flatMap(({ index, settings }) => {
    const { slug } = settings;
    const at = (...keys: readonly string[]): Path => ["instances", index, ...keys];
    const instance = stack.instances[index];
    return [
      { kind: "slug", value: slug, slug, path: at("slug") },
      ...(instance === undefined ? [] : hostUses(instance, true)).map(({ host, path }) => ({
        kind: "host name",
        value: host,
        slug,
        path,
      })),
      ...nameUses(stack, { index, settings }).map(({ kind, name, path }) => ({
        kind,
        value: name,
        slug,
        path,
      })),
      { kind: "folder", value: folderOf(settings.gitops), slug, path: at("gitops", "path") },
      ...givenDatabases(stack, index).map(({ path, given }) => ({
        kind: "database of Redis",
        value: String(given),
        slug,
        path,
      })),
    ];
  });
