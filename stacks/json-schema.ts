import { z } from "zod";
import { anyStackSchema, SHARD_SECTIONS } from "./schema/stack";
import { INSTANCE_SECRETS, SECRETS } from "./schema/secrets";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The settings, without the key prefix. */
export const settingsJsonSchema = (): JsonSchema =>
  z.toJSONSchema(anyStackSchema, { io: "input", target: "draft-7" });

/**
 * A whole stack file, for editors: completion, descriptions, and what can be told from one setting by itself.
 * Keys of other namespaces, and what Pulumi keeps beside `config`, are its own business.
 */
export function stackFileJsonSchema(): JsonSchema {
  const { $schema, properties = {}, required = [] } = settingsJsonSchema();
  const settings = prefixed({ ...properties, ...secretProperties() });
  return {
    $schema,
    title: "Stack file of openedx",
    type: "object",
    required: ["config"],
    properties: {
      config: {
        type: "object",
        ...bySort(Object.keys(properties), required),
        properties: settings,
        patternProperties: instanceSecretProperties(),
        propertyNames: {
          anyOf: [
            { enum: Object.keys(settings) },
            ...Object.keys(instanceSecretProperties()).map((pattern) => ({ pattern })),
            { not: { pattern: "^openedx:" } },
          ],
        },
      },
    },
  };
}

/** What must be there, and in a shard what must not. */
const bySort = (all: readonly string[], required: readonly string[]): JsonSchema => {
  const isShard = {
    type: "object" as const,
    properties: { kind: { const: "stack" } },
    required: ["kind"],
  };
  const shared = all.filter((key) => !SHARD_SECTIONS.some((own) => own === key));
  return {
    if: { properties: { [withPrefix("cluster")]: isShard }, required: [withPrefix("cluster")] },
    then: {
      required: ["cluster", "instances"].map(withPrefix),
      properties: Object.fromEntries(shared.map((key) => [withPrefix(key), false])),
    },
    else: { required: required.map(withPrefix) },
  };
};

const secretProperties = (): Record<string, JsonSchema> =>
  Object.fromEntries(
    Object.entries(SECRETS).map(([key, meaning]) => [key, secretSchema(key, meaning)]),
  );

/** By the pattern of their keys, which end in whose they are. */
const instanceSecretProperties = (): Record<string, JsonSchema> =>
  Object.fromEntries(
    Object.entries(INSTANCE_SECRETS).map(([key, { owner, meaning }]) => [
      `^openedx:${key}-.`,
      secretSchema(`${key}-${owner}`, meaning),
    ]),
  );

const secretSchema = (key: string, meaning: string): JsonSchema => ({
  description: `Secret, set by \`pulumi config set --secret openedx:${key}\`. ${meaning}`,
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
});

const withPrefix = (key: string): string => `openedx:${key}`;

const prefixed = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [withPrefix(key), value]));
