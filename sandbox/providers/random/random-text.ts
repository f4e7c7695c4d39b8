import { hash } from "bcryptjs";
import { z } from "zod";
import type { CheckFailure, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { stateOnly } from "../state-only";
import type { Properties } from "../value";
import { randomCharacters } from "./characters";
import { keepers } from "./keepers";

const count = z.int().min(0);

const FIELDS = {
  keepers,
  length: z.int().min(1),
  lower: z.boolean(),
  minLower: count,
  minNumeric: count,
  minSpecial: count,
  minUpper: count,
  number: z.boolean().optional(),
  numeric: z.boolean(),
  overrideSpecial: z.string().optional(),
  special: z.boolean(),
  upper: z.boolean(),
};

const DEFAULTS = {
  lower: true,
  minLower: 0,
  minNumeric: 0,
  minSpecial: 0,
  minUpper: 0,
  numeric: true,
  special: true,
  upper: true,
};

/**
 * How much work a hash is. The official plugin takes 10; that is seconds for a fleet of instances, spent on passwords
 * that guard nothing but a sandbox.
 */
const BCRYPT_COST = 4;

function together(inputs: z.output<z.ZodObject<typeof FIELDS>>): CheckFailure[] {
  const { length, lower, upper, numeric, special, number } = inputs;
  const demanded = inputs.minLower + inputs.minUpper + inputs.minNumeric + inputs.minSpecial;
  const failures: CheckFailure[] = [];
  if (length < demanded)
    failures.push({
      property: "length",
      reason: `must be at least ${demanded}, the sum of minLower, minUpper, minNumeric and minSpecial`,
    });
  if (!lower && !upper && !numeric && !special)
    failures.push({
      property: "",
      reason: "at least one of lower, upper, numeric and special must be true",
    });
  if (number !== undefined && number !== numeric)
    failures.push({
      property: "number",
      reason: "is the old name of numeric and says something else; say it with numeric alone",
    });
  return failures;
}

const common = { defaults: DEFAULTS, defaultsGoTo: "outputs", together } as const;
const stringRules = inputRules(FIELDS, common);
const passwordRules = inputRules(FIELDS, { ...common, secrets: ["result", "bcryptHash"] });

function outputsOf(inputs: Properties, result: string): Properties {
  const shown = { ...DEFAULTS, ...inputs };
  return { ...shown, number: shown.numeric, result };
}

// bcrypt hashes the first 72 bytes and ignores the rest, as the official plugin does.
const passwordOutputs = async (inputs: Properties, result: string): Promise<Properties> => ({
  ...outputsOf(inputs, result),
  bcryptHash: await hash(result, BCRYPT_COST),
});

/** A random text that is a secret. */
export const randomPassword: ResourceKind<object> = {
  ...passwordRules.kind,
  async create(_client, { inputs }) {
    const result = randomCharacters(passwordRules.parse(inputs));
    return { id: "none", outputs: await passwordOutputs(inputs, result) };
  },
  // The id of an import is the password itself; it must not stay in the state in clear.
  ...stateOnly(async (password) => {
    const inputs = { length: password.length };
    return { id: "none", inputs, outputs: await passwordOutputs(inputs, password) };
  }),
};

/** A random text that is no secret; its id is the text. */
export const randomString: ResourceKind<object> = {
  ...stringRules.kind,
  create(_client, { inputs }) {
    const result = randomCharacters(stringRules.parse(inputs));
    return Promise.resolve({ id: result, outputs: outputsOf(inputs, result) });
  },
  ...stateOnly((text) => {
    const inputs = { length: text.length };
    return { id: text, inputs, outputs: outputsOf(inputs, text) };
  }),
};
