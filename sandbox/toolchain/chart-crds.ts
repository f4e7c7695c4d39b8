import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Recipe } from "./cache";
import { goDownload } from "./go";
import { pinnedVersion, readGoModule } from "./go-module";

/** The chart whose custom resource definitions a recipe gets, beside the recipe. */
export interface ChartCrds {
  readonly chart: string;
  readonly recipe: Recipe;
}

/** The custom resource definitions of the charts' programs, as their makers publish them with the sources. */
export function chartCrds(): readonly ChartCrds[] {
  return [
    fromModule("argo-cd", "github.com/argoproj/argo-cd/v3", "manifests/crds"),
    // The full definitions beside the minimal ones are not structural, and the API server refuses them.
    fromModule(
      "argo-workflows",
      "github.com/argoproj/argo-workflows/v3",
      "manifests/base/crds/minimal",
    ),
  ];
}

/** The definitions in a folder, as absolute paths in a fixed order. */
export function definitionsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml") && name !== "kustomization.yaml")
    .sort()
    .map((name) => join(folder, name));
}

function fromModule(chart: string, modulePath: string, folder: string): ChartCrds {
  const module = readGoModule("argo");
  const name = `${chart}-crds`;
  const version = pinnedVersion(module, modulePath);
  const recipe: Recipe = {
    name,
    version,
    megabytes: 1,
    seconds: 5,
    needsGo: true,
    async make(entry, { environment }) {
      const sources = await goDownload(`${name} ${version}`, module, modulePath, environment);
      for (const file of definitionsIn(join(sources, folder))) {
        writeFileSync(join(entry, basename(file)), readFileSync(file));
      }
    },
  };
  return { chart, recipe };
}
