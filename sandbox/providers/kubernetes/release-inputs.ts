import { z } from "zod";
import type { CheckFailure } from "../contract";
import { containsUnknown, optionalTextAt, propertiesAt, textAt, type Properties } from "../value";
import { findChart } from "./charts";

/** What the sandbox acts on, and what makes no difference where no workloads run. */
const SERVED = [
  "allowNullValues",
  "atomic",
  "chart",
  "cleanupOnFail",
  "compat",
  "createNamespace",
  "description",
  "disableCRDHooks",
  "disableOpenapiValidation",
  "disableWebhooks",
  "forceUpdate",
  "lint",
  "maxHistory",
  "name",
  "namespace",
  "recreatePods",
  "renderSubchartNotes",
  "repositoryOpts",
  "skipAwait",
  // It is about a chart's `crds/` folder; these charts have their definitions among the templates.
  "skipCrds",
  "timeout",
  "values",
  "version",
  "waitForJobs",
];

/** What the official provider takes and the sandbox has nothing for. */
const NOT_SERVED = [
  "dependencyUpdate",
  "devel",
  "keyring",
  "manifest",
  "postrender",
  "replace",
  "resetValues",
  "resourceNames",
  "reuseValues",
  "takeOwnership",
  "valueYamlFiles",
  "verify",
];

/** Every input that a Release takes. */
export const RELEASE_INPUTS: readonly string[] = [...SERVED, ...NOT_SERVED];

/** The inputs of a Release that the sandbox acts on, once they are checked. */
export const releaseInputs = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  chart: z.string(),
  createNamespace: z.boolean().default(false),
  // What `helm upgrade` keeps when it is not told; 0 keeps all.
  maxHistory: z.int().min(0).default(10),
});

/** Why Helm, or the sandbox, would not install this. */
export function releaseFailures(inputs: Properties): CheckFailure[] {
  const failures = NOT_SERVED.filter((name) => inputs[name] !== undefined).map((property) => ({
    property,
    reason:
      "the official provider takes this input, the sandbox has nothing to serve it with; leave it out",
  }));
  const { chart, version, repositoryOpts } = inputs;
  if (
    containsUnknown({
      chart: chart ?? null,
      version: version ?? null,
      repositoryOpts: repositoryOpts ?? null,
    })
  ) {
    return failures;
  }
  const found = findChart({
    chart: textAt(inputs, "chart"),
    version: optionalTextAt(inputs, "version"),
    repository: optionalTextAt(propertiesAt(inputs, "repositoryOpts"), "repo"),
  });
  if ("problem" in found) failures.push({ property: "", reason: found.problem });
  if (crdValues(inputs).keep === false) {
    failures.push({
      property: "values.crds.keep",
      reason:
        "the sandbox always keeps the definitions, as the chart does by default; leave it out",
    });
  }
  return failures;
}

/** Whether the chart brings its custom resource definitions, which it does unless it is told otherwise. */
export const bringsCrds = (inputs: Properties): boolean => crdValues(inputs).install !== false;

const crdValues = (inputs: Properties): Properties =>
  propertiesAt(propertiesAt(inputs, "values"), "crds");
