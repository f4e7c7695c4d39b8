import { isProperties, propertiesAt, type Properties, type Value } from "../value";
import { without } from "./kubernetes-object";

/**
 * What is sent to the server: a Secret's `stringData` as `data`. The server would merge the two itself, but could
 * then not tell that a name which `stringData` no longer has is to be removed.
 */
export function manifestOf(inputs: Properties): Properties {
  if (!isProperties(inputs.stringData)) return inputs;
  const encoded = changeEach(inputs.stringData, (text) => Buffer.from(text).toString("base64"));
  return {
    ...without(inputs, ["stringData"]),
    data: { ...propertiesAt(inputs, "data"), ...encoded },
  };
}

/** Moves what the program gave as `stringData` from a live Secret's `data` to where the program has it. */
export function asGiven(live: Properties, given: Properties): Properties {
  if (!isProperties(given.stringData)) return live;
  const names = Object.keys(given.stringData);
  const data = propertiesAt(live, "data");
  const own = Object.fromEntries(Object.entries(data).filter(([name]) => names.includes(name)));
  return {
    ...live,
    data: without(data, names),
    stringData: changeEach(own, (text) => Buffer.from(text, "base64").toString("utf8")),
  };
}

const changeEach = (texts: Properties, change: (text: string) => string): Properties =>
  Object.fromEntries(
    Object.entries(texts).map(([name, value]: [string, Value]) => [
      name,
      typeof value === "string" ? change(value) : value,
    ]),
  );
