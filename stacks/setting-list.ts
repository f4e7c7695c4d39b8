import { type JsonSchema, settingsJsonSchema } from "./json-schema";

/** One setting, as the documentation lists it. */
export interface Setting {
  /** Keys below `openedx:`; `[]` stands for each entry of a list, `<name>` for a name that the operator chooses. */
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  /** True where the group that holds it cannot do without. */
  readonly required: boolean;
}

/** Every setting there is, groups before what they hold. */
export const settingList = (): Setting[] => below([], settingsJsonSchema());

function below(path: readonly string[], schema: JsonSchema): Setting[] {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  const named = Object.entries(properties).flatMap(([key, value]) =>
    settingAt([...path, key], value, required.includes(key)),
  );
  const entries = [items].flat().flatMap((value) => within([...path, "[]"], value));
  const members = within([...path, "<name>"], additionalProperties);
  const options = (schema.oneOf ?? []).flatMap((option) => within(path, option));
  return unique([...named, ...entries, ...members, ...options, ...formsOf(path, schema)]);
}

/** What the forms of a section have. The first is the plain one: no section needs what only the others have. */
function formsOf(path: readonly string[], { anyOf = [] }: JsonSchema): Setting[] {
  const [plain = [], ...others] = anyOf.map((form) => within(path, form));
  const usual = new Set(plain.map((setting) => setting.path.join(".")));
  const needless = (setting: Setting): boolean =>
    setting.path.length === path.length + 1 && !usual.has(setting.path.join("."));
  const added = others.flat().map((its) => (needless(its) ? { ...its, required: false } : its));
  return [...plain, ...added];
}

function settingAt(
  path: readonly string[],
  schema: JsonSchema | boolean,
  required: boolean,
): Setting[] {
  if (typeof schema === "boolean") return [];
  const listed = { path, schema, required };
  return isListedElsewhere(path) ? [listed] : [listed, ...below(path, schema)];
}

/** Workloads and quota are the same in three places; what they hold is listed in one. */
const isListedElsewhere = (path: readonly string[]): boolean =>
  path[0] !== "sizes" && ["workloads", "quota"].includes(path.at(-1) ?? "");

const within = (path: readonly string[], schema: JsonSchema | boolean | undefined): Setting[] =>
  typeof schema === "object" ? below(path, schema) : [];

/** Kinds of one section share settings; each is listed once, with all that it may be. */
function unique(settings: readonly Setting[]): Setting[] {
  const byPath = new Map<string, Setting>();
  for (const setting of settings) {
    const path = setting.path.join(".");
    const earlier = byPath.get(path);
    byPath.set(path, earlier === undefined ? setting : either(earlier, setting));
  }
  return [...byPath.values()];
}

function either(one: Setting, other: Setting): Setting {
  const [words, others] = [choices(one), choices(other)];
  const [{ description: said = "" }, { description: added = "" }] = [one.schema, other.schema];
  const description = said.includes(added) ? said : `${said} ${added}`;
  // A kind that takes any text makes no list of words.
  const listed =
    words.length === 0 || others.length === 0
      ? { enum: undefined }
      : { const: undefined, enum: unrepeated([...words, ...others]) };
  return {
    ...one,
    schema: { ...one.schema, ...listed, description },
    required: one.required && other.required,
  };
}

/** The words that a setting takes, where it takes words. */
const choices = ({ schema }: Setting) =>
  schema.const === undefined ? (schema.enum ?? []) : [schema.const];

const unrepeated = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
