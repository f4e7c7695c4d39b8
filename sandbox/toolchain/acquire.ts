import { join } from "node:path";
import type { Report, Tools } from "../contract";
import { cacheDirectory } from "../directories";
import { AWS_CLI_RECIPE, awsCliOnPath, describeAwsCli } from "./aws-cli";
import {
  entryFolder,
  entryState,
  provideEntry,
  type Recipe,
  titleOf,
  type Workshop,
} from "./cache";
import { chartCrds, definitionsIn } from "./chart-crds";
import { requireGo } from "./go";
import { requiredGo } from "./go-module";
import { describeMongosh, mongoshOnPath, mongoshRecipe } from "./mongosh";
import { describeMysql, MYSQL_RECIPE, mysqlOnPath } from "./mysql";
import { askOnPath, findOnPath } from "./on-path";
import { type Program, programs } from "./programs";

/**
 * Finds or makes every program that the sandbox runs. Each is taken from PATH if the copy there will do, else from the cache,
 * else it is made and kept there: built from pinned sources, or taken from packages. Nothing is printed
 * when everything is there already.
 *
 * @throws OperatorError if one cannot be made: Go is missing or too old, or its sources or packages cannot be fetched
 */
export async function acquireTools(
  report: Report,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Tools> {
  const cache = cacheDirectory(environment);
  const wanted = programs();
  const crds = chartCrds();
  const mongoshPackage = mongoshRecipe();
  const [onPath, mysql, awsCli, mongosh] = await Promise.all([
    suitableOnPath(Object.values(wanted), environment),
    mysqlOnPath(environment),
    awsCliOnPath(environment),
    mongoshOnPath(environment),
  ]);
  const recipes = [
    ...Object.values(wanted)
      .filter(({ file }) => !onPath.has(file))
      .map(({ recipe }) => recipe),
    ...(mysql ? [] : [MYSQL_RECIPE]),
    ...(awsCli ? [] : [AWS_CLI_RECIPE]),
    ...(mongosh ? [] : [mongoshPackage]),
    ...crds.map(({ recipe }) => recipe),
  ];
  await provideMissing(recipes, cache, { environment, report });
  const pathOf = ({ file, recipe }: Program) =>
    onPath.get(file) ?? join(entryFolder(cache, recipe), file);
  return {
    pulumi: pathOf(wanted.pulumi),
    etcd: pathOf(wanted.etcd),
    kubeApiserver: pathOf(wanted.kubeApiserver),
    kubeControllerManager: pathOf(wanted.kubeControllerManager),
    kubectl: pathOf(wanted.kubectl),
    versitygw: pathOf(wanted.versitygw),
    ferretdb: pathOf(wanted.ferretdb),
    mysql: mysql ?? describeMysql(entryFolder(cache, MYSQL_RECIPE)),
    awsCli: awsCli ?? describeAwsCli(entryFolder(cache, AWS_CLI_RECIPE)),
    mongosh: mongosh ?? describeMongosh(entryFolder(cache, mongoshPackage)),
    chartCrds: Object.fromEntries(
      crds.map(({ chart, recipe }) => [chart, definitionsIn(entryFolder(cache, recipe))]),
    ),
  };
}

/** The programs whose copy on PATH will do: its path, by the name of the file. */
async function suitableOnPath(
  wanted: readonly Program[],
  environment: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, string>> {
  const looked = await Promise.all(
    wanted.map(async ({ file, versionArguments, companions, suits }) => {
      if (!companions.every((companion) => findOnPath(companion, environment))) return [];
      const found = await askOnPath(file, versionArguments, environment);
      return found && suits(found.version) ? [[file, found.path] as const] : [];
    }),
  );
  return new Map(looked.flat());
}

/** Makes what the cache lacks, after saying what that is and what it takes. */
async function provideMissing(
  recipes: readonly Recipe[],
  cache: string,
  workshop: Workshop,
): Promise<void> {
  const missing = recipes
    .filter((recipe) => entryState(cache, recipe) !== "ready")
    // Short ones first: what is wrong with the network shows after seconds, not after the longest build.
    .sort((one, other) => one.seconds - other.seconds);
  if (missing.length === 0) return;
  const built = missing.filter(({ needsGo }) => needsGo);
  if (built.length > 0) await requireGo(built.map(titleOf), requiredGo(), workshop.environment);
  workshop.report(announcement(missing, cache));
  for (const recipe of missing) await provideEntry(cache, recipe, workshop);
}

/** What is about to be made, how large it gets and how long it takes. */
export function announcement(missing: readonly Recipe[], cache: string): string {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, next) => total + next, 0);
  const megabytes = sum(missing.map((recipe) => recipe.megabytes));
  const minutes = Math.ceil(sum(missing.map((recipe) => recipe.seconds)) / 60);
  return (
    `Getting ${missing.map(titleOf).join(", ")}: ` +
    `about ${minutes} min on two cores and ${megabytes} MB in ${cache}, once.`
  );
}
