import { z } from "zod";
import type { CheckFailure, CheckRequest, Checked } from "./contract";
import { randomSuffix } from "./random-suffix";
import { containsUnknown, sameValue, type Properties } from "./value";

/** What may stand at each input of a resource type. An input that may be left out is `optional()` or has a default. */
type Shape = Readonly<Record<string, z.ZodType>>;

export interface InputRuleOptions<Fields extends Shape> {
  readonly defaults?: Properties;
  /**
   * Where the official plugin puts its defaults. In `outputs`, an input that says the default is taken for one that
   * says nothing, so writing it down later changes nothing.
   */
  readonly defaultsGoTo?: "inputs" | "outputs";
  /** The input that gets a name made from the resource's when the program gives none. */
  readonly autoNamed?: Extract<keyof Fields, string>;
  /** Inputs that the official plugin takes and the sandbox has nothing for. */
  readonly unserved?: readonly string[];
  /** Properties that are secrets whatever the program says. */
  readonly secrets?: readonly string[];
  /** Rules about several inputs; asked once all of them are known and right by themselves. */
  readonly together?: (inputs: z.output<z.ZodObject<Fields>>) => readonly CheckFailure[];
}

/** The inputs of a resource type, as a stand-in checks and then reads them. */
export interface InputRules<Fields extends Shape> {
  /** The part of a `ResourceKind` that is about inputs. */
  readonly kind: {
    readonly inputs: readonly string[];
    readonly required: readonly string[];
    readonly secrets: readonly string[];
    check(client: unknown, request: CheckRequest): Checked;
  };
  /** Checked inputs with their types, defaults included. @throws Error if they were never checked */
  parse(inputs: Properties): z.output<z.ZodObject<Fields>>;
}

/** Makes the checks of a resource type from what its inputs may be. */
export function inputRules<Fields extends Shape>(
  fields: Fields,
  options: InputRuleOptions<Fields> = {},
): InputRules<Fields> {
  const { defaults = {}, autoNamed, unserved = [], secrets = [] } = options;
  const whole = z.object(fields);
  const failuresAt = fieldChecker(fields, { unserved, secrets });
  const isRequired = (name: string): boolean =>
    name !== autoNamed && !(name in defaults) && !fields[name]?.safeParse(undefined).success;

  function check(_client: unknown, request: CheckRequest): Checked {
    const inputs = { ...defaults, ...request.inputs };
    if (autoNamed !== undefined) inputs[autoNamed] ??= nameFor(autoNamed, request);
    const failures = Object.keys(inputs).flatMap((name) => failuresAt(name, inputs));
    if (failures.length === 0 && !containsUnknown(inputs)) {
      failures.push(...(options.together?.(whole.parse(inputs)) ?? []));
    }
    const shown = options.defaultsGoTo === "outputs" ? withoutDefaults(inputs, defaults) : inputs;
    return { inputs: shown, failures };
  }

  return {
    kind: {
      inputs: [...Object.keys(fields), ...unserved],
      required: Object.keys(fields).filter(isRequired),
      secrets,
      check,
    },
    parse: (inputs) => whole.parse({ ...defaults, ...inputs }),
  };
}

function fieldChecker(
  fields: Shape,
  {
    unserved,
    secrets,
  }: { readonly unserved: readonly string[]; readonly secrets: readonly string[] },
): (name: string, inputs: Properties) => CheckFailure[] {
  const reasonsAt = (name: string, inputs: Properties): [property: string, reason: string][] => {
    const value = inputs[name];
    if (unserved.includes(name)) return [[name, NOT_SERVED]];
    if (containsUnknown(value)) return [];
    const issues = fields[name]?.safeParse(value).error?.issues ?? [];
    return issues.map(({ path, message }) => [z.core.toDotPath([name, ...path]), message]);
  };
  return (name, inputs) =>
    reasonsAt(name, inputs).map(([property, reason]) =>
      // The engine prints the value of the property that a failure names.
      secrets.includes(name)
        ? { property: "", reason: `${property}: ${reason}` }
        : { property, reason },
    );
}

const NOT_SERVED =
  "the official plugin takes this input, the sandbox has nothing to serve it with; leave it out";

/** As the official plugins name things: the resource's name and seven random digits, kept for good. */
function nameFor(property: string, { name, oldInputs, seed }: CheckRequest): string {
  const old = oldInputs?.[property];
  return typeof old === "string" ? old : `${name}-${randomSuffix(seed, 7)}`;
}

const withoutDefaults = (inputs: Properties, defaults: Properties): Properties =>
  Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => !sameValue(value, defaults[name])),
  );
