import {
  type InstanceNames,
  instanceNames,
  pluginDatabaseNames,
} from "../../components/shared/names";
import type { Path, Problem } from "../problems";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** The kinds of objects that share one space of names, each with the names that an instance takes there. */
const SPACES: Readonly<Record<string, (names: InstanceNames) => readonly string[]>> = {
  namespace: ({ namespace }) => [namespace],
  "Argo CD Application": ({ application }) => [application],
  "database user": ({ databaseUser }) => [databaseUser],
  "MySQL database": ({ mysqlDatabase }) => [mysqlDatabase],
  "MongoDB database": ({ mongodbDatabase, forumDatabase }) => [mongodbDatabase, forumDatabase],
  bucket: ({ bucket, publicBucket }) => [bucket, publicBucket],
  "storage user": ({ storageUser }) => [storageUser],
};

/** A name that is taken, and what of the stack file it comes from. */
interface Use {
  readonly kind: string;
  readonly name: string;
  readonly slug: string;
  readonly path: Path;
  /** The beginning of a sentence about it. */
  readonly from: string;
  readonly fix: string;
}

/** What is derived from two slugs must differ, after cutting and hashing too. */
export function nameProblems(stack: ReadableStack): Problem[] {
  const first = new Map<string, string>();
  return comparable(stack)
    .flatMap((instance) => nameUses(stack, instance))
    .flatMap(({ kind, name, slug, path, from, fix }): Problem[] => {
      const earlier = first.get(`${kind} ${name}`);
      first.set(`${kind} ${name}`, slug);
      if (earlier === undefined) return [];
      const problem = `${from}, which gives the ${kind} "${name}" that "${earlier}" has already`;
      return [{ path, problem, fix }];
    });
}

/** All names that are derived from the slug of an instance. */
export const nameUses = ({ cluster }: ReadableStack, instance: Comparable): readonly Use[] =>
  cluster === undefined
    ? []
    : [...usesOf(cluster.name, instance), ...pluginUses(cluster.name, instance)];

type Comparable = ReturnType<typeof comparable>[number];

function usesOf(
  cluster: string,
  { index, settings: { slug, environment } }: Comparable,
): readonly Use[] {
  const names = instanceNames(cluster, environment, slug);
  return Object.entries(SPACES).flatMap(([kind, namesOf]) =>
    namesOf(names).map((name) => ({
      kind,
      name,
      slug,
      path: ["instances", index, "slug"],
      from: `is "${slug}"`,
      fix: "Choose another slug, or another environment where that is part of the name.",
    })),
  );
}

const pluginUses = (
  cluster: string,
  { index, settings: { slug, databases } }: Comparable,
): readonly Use[] =>
  databases.flatMap((plugin) => {
    const { user, database } = pluginDatabaseNames(cluster, slug, plugin);
    const use = {
      slug,
      path: ["instances", index, "databases"],
      from: `has "${plugin}"`,
      fix: "Choose another slug for one of the two instances.",
    };
    return [
      { ...use, kind: "database user", name: user },
      { ...use, kind: "MySQL database", name: database },
    ];
  });
