/** A property value as it travels between the engine and a provider: JSON, where {@link UNKNOWN} may stand for any part. */
export type Value = null | boolean | number | string | Value[] | Properties;

/** Named property values: what a resource gets (inputs) or shows (outputs). */
export interface Properties {
  [name: string]: Value;
}

/** How the engine writes a value that is not known before the deployment. Only checks and previews meet it. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether the value is a JSON object. */
export const isProperties = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether some part of the value is not known yet. */
export function containsUnknown(value: Value | undefined): boolean {
  if (typeof value !== "object" || value === null) return value === UNKNOWN;
  return Object.values(value).some(containsUnknown);
}

/** Whether two JSON values are equal; the order of an object's names does not matter. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || !left || !right) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [leftNames, rightNames] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return (
    leftNames.size === rightNames.size &&
    [...leftNames].every(
      ([name, value]) => rightNames.has(name) && sameValue(value, rightNames.get(name)),
    )
  );
}

/**
 * The text at `name`.
 *
 * @throws Error naming the property, if something else or nothing is there
 */
export function textAt(properties: Properties, name: string): string {
  const value = properties[name];
  if (typeof value === "string") return value;
  throw new Error(`property "${name}" must be a string`);
}

/** The text at `name`, or nothing when the property is absent. */
export const optionalTextAt = (properties: Properties, name: string): string | undefined =>
  properties[name] === undefined || properties[name] === null
    ? undefined
    : textAt(properties, name);

/** The object at `name`, empty when the property is absent or something else. */
export function propertiesAt(properties: Properties, name: string): Properties {
  const value = properties[name];
  return isProperties(value) ? value : {};
}

/** The texts in the list at `name`, none when the property is absent. */
export function textsAt(properties: Properties, name: string): string[] {
  const value = properties[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new Error(`property "${name}" must be a list of strings`);
}

/**
 * The JSON in the text at `name`, which is how SDKs send a provider's configuration; nothing when it is absent.
 *
 * @throws Error naming the property, if the text is no JSON
 */
export function jsonAt(properties: Properties, name: string): Value | undefined {
  const text = optionalTextAt(properties, name);
  if (text === undefined) return undefined;
  try {
    return parseJson(text);
  } catch {
    throw new Error(`property "${name}" must be JSON`);
  }
}

/** Reads JSON. @throws SyntaxError if the text is something else */
export function parseJson(text: string): Value {
  const parsed: unknown = JSON.parse(text);
  if (isValue(parsed)) return parsed;
  throw new SyntaxError("not JSON");
}

/** Whether it is made of JSON's six kinds of values only. */
export function isValue(value: unknown): value is Value {
  if (typeof value !== "object") {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  }
  return value === null || Object.values(value).every(isValue);
}
