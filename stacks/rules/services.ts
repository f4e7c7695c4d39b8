import { everyHost } from "../../components/instance/hosts";
import { webHost } from "../../components/shared/addresses";
import { type Path, type Problem, settingPath } from "../problems";
import { valueAt } from "../origins";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** What instances say of shared services that is right only together with what the stack says. */
export const serviceProblems = (stack: ReadableStack): Problem[] => [
  ...databaseProblems(stack),
  ...searchHostProblems(stack),
];

const DATABASES = ["celeryDatabase", "cacheDatabase"] as const;

function databaseProblems(stack: ReadableStack): Problem[] {
  const { redis } = stack;
  if (redis === undefined) return [];
  const first = new Map<number, Path>();
  return comparable(stack).flatMap(({ index, settings }) =>
    DATABASES.flatMap((key) => {
      const path = ["instances", index, "redis", key];
      const given = valueGiven(stack, index, key);
      if (given === undefined) return [];
      if (settings.redis.kind === "own" || redis.kind === "own")
        return [
          {
            path,
            problem: `is ${given}, while openedx:redis.kind is own`,
            fix: "Remove it; a Redis of its own needs no number of a database.",
          },
        ];
      if (given >= redis.databases)
        return [
          {
            path,
            problem: `is ${given}, while openedx:redis.databases is ${redis.databases}`,
            fix: `Write a number from 2 to ${redis.databases - 1}, or how many databases the server has as openedx:redis.databases.`,
          },
        ];
      const earlier = first.get(given);
      if (earlier === undefined) {
        first.set(given, path);
        return [];
      }
      return [
        {
          path,
          problem: `is ${given}, as ${settingPath(earlier)} is`,
          fix: "Give each its own number, or leave both out.",
        },
      ];
    }),
  );
}

/** The databases of the shared Redis that an instance says it has. */
export const givenDatabases = (
  stack: ReadableStack,
  index: number,
): readonly { readonly path: Path; readonly given: number }[] =>
  DATABASES.flatMap((key) => {
    const given = valueGiven(stack, index, key);
    return given === undefined ? [] : [{ path: ["instances", index, "redis", key], given }];
  });

function valueGiven(
  { instances }: ReadableStack,
  index: number,
  key: (typeof DATABASES)[number],
): number | undefined {
  const own = instances[index]?.sources.find(({ name }) => name === "instance");
  const value = valueAt(own?.values, ["redis", key]);
  return typeof value === "number" ? value : undefined;
}

/** A host for search that the instance does not serve, or that is not the shared server's alone. */
function searchHostProblems(stack: ReadableStack): Problem[] {
  const { meilisearch } = stack;
  if (meilisearch?.kind !== "shared") return [];
  const { host } = webHost(meilisearch.publicUrl);
  return comparable(stack).flatMap(({ index, settings }): Problem[] => {
    const given = stack.instances[index]?.hosts.meilisearch;
    const unused: Problem[] =
      given === undefined
        ? []
        : [
            {
              path: ["instances", index, "hosts", "meilisearch"],
              problem: `is "${given}", while openedx:meilisearch.kind is shared`,
              fix: "Remove this line; browsers ask the shared server at openedx:meilisearch.publicUrl.",
            },
          ];
    const taken: Problem[] = everyHost(settings).includes(host)
      ? [
          {
            path: ["meilisearch", "publicUrl"],
            problem: `has the host name "${host}", which the instance "${settings.slug}" serves`,
            fix: "Give the server a host name that no instance has.",
          },
        ]
      : [];
    return [...unused, ...taken];
  });
}
