import { isProperties, parseJson, sameValue, type Properties } from "../value";

/** Whether the text is a JSON object, as every policy document is. */
export const isJson = (text: string): boolean => {
  try {
    return isProperties(parseJson(text));
  } catch {
    return false;
  }
};

/** What the official plugin says of a policy that is something else. */
export const NOT_JSON = "contains an invalid JSON policy: must be a JSON object";

/** A policy document may be given as an object; the state holds its text, as with the official plugin. */
export const withText = (inputs: Properties): Properties =>
  isProperties(inputs.policy) ? { ...inputs, policy: JSON.stringify(inputs.policy) } : inputs;

/** Another spelling of the same document is no difference. */
export function sameDocumentOr(old: Properties[string] | undefined, found: string): string {
  if (typeof old !== "string" || !isJson(old) || !isJson(found)) return found;
  return sameValue(parseJson(old), parseJson(found)) ? old : found;
}
