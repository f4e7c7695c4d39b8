import { isProperties, type Properties, type Value } from "./value";

// The engine's own marks, from sdk/go/common/resource: a structure with this signature is a secret.
const SIGNATURE_NAME = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Takes the wrappers off secrets, at any depth. */
export function unwrapSecrets(value: Value): Value {
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (!isProperties(value)) return value;
  if (value[SIGNATURE_NAME] === SECRET_SIGNATURE) return unwrapSecrets(value.value ?? null);
  return mapProperties(value, unwrapSecrets);
}

/** Marks the named properties as secrets, so that the engine encrypts them whatever the program said. */
export const wrapSecrets = (properties: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      names.includes(name) ? { [SIGNATURE_NAME]: SECRET_SIGNATURE, value } : value,
    ]),
  );

/** The same names with changed values. */
export const mapProperties = (
  properties: Properties,
  change: (value: Value) => Value,
): Properties =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, change(value)]));
