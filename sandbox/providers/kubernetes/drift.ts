import { isProperties, propertiesAt, type Properties, type Value } from "../value";
import { without } from "./kubernetes-object";
import { asGiven } from "./secret-data";

/**
 * What the live object says about everything that the program said: the inputs as they would be if somebody had
 * written what is there now. What the server or others added is not the program's and left out.
 */
export const managedPart = (live: Properties, given: Properties): Properties =>
  partsOf(asGiven(live, given), given);

const partsOf = (live: Properties, given: Properties): Properties =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const found = live[name];
      return found === undefined ? [] : [[name, partOf(found, value)]];
    }),
  );

function partOf(live: Value, given: Value): Value {
  if (isProperties(live) && isProperties(given)) return partsOf(live, given);
  if (!Array.isArray(live) || !Array.isArray(given)) return live;
  // Elements are matched by position. In a list of another length somebody added or removed some: it is all drift.
  return live.length === given.length
    ? live.map((item, i) => partOf(item, given[i] ?? null))
    : live;
}

const SET_BY_SERVER = [
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generation",
  "managedFields",
  "selfLink",
];

/** What a program would have to say to get a live object that it has never described, for an import. */
export function importedInputs(live: Properties): Properties {
  const metadata = without(propertiesAt(live, "metadata"), SET_BY_SERVER);
  const inputs: Properties = { ...without(live, ["status"]), metadata };
  if (live.kind === "Namespace") return withoutNamespaceDefaults(inputs, metadata);
  // The type cannot be changed, so a program that leaves the default out must not differ from it.
  return live.kind === "Secret" && live.type === "Opaque" ? without(inputs, ["type"]) : inputs;
}

function withoutNamespaceDefaults(inputs: Properties, metadata: Properties): Properties {
  const labels = without(propertiesAt(metadata, "labels"), ["kubernetes.io/metadata.name"]);
  return { ...without(inputs, ["spec"]), metadata: { ...metadata, labels } };
}
