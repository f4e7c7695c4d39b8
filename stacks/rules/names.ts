import { type InstanceNames, instanceNames } from "../../components/shared/names";
import type { Problem } from "../problems";
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

/** What is derived from two slugs must differ, after cutting and hashing too. */
export function nameProblems(stack: ReadableStack): Problem[] {
  const { cluster } = stack;
  if (cluster === undefined) return [];
  const named = comparable(stack).map(({ index, settings: { slug, environment } }) => ({
    index,
    slug,
    names: instanceNames(cluster.name, environment, slug),
  }));
  return Object.entries(SPACES).flatMap(([kind, namesOf]) => {
    const first = new Map<string, string>();
    return named.flatMap(({ index, slug, names }) =>
      namesOf(names).flatMap((name): Problem[] => {
        const earlier = first.get(name);
        first.set(name, slug);
        if (earlier === undefined) return [];
        return [
          {
            path: ["instances", index, "slug"],
            problem: `is "${slug}", which gives the ${kind} "${name}" that "${earlier}" has already`,
            fix: "Choose another slug, or another environment where that is part of the name.",
          },
        ];
      }),
    );
  });
}
