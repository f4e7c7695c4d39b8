import { z } from "zod";

/** A Kubernetes object as kubectl takes it. */
export type KubernetesObject = z.infer<typeof KubernetesObject>;

/** What an instance consists of, as somebody without Pulumi would write it. */
export interface PlainObjects {
  readonly manifests: readonly KubernetesObject[];
  readonly databases: readonly Database[];
  readonly users: readonly User[];
  readonly grants: readonly Grant[];
}

export type Database = z.infer<typeof Database>;
export type User = z.infer<typeof User>;
export type Grant = z.infer<typeof Grant>;

const KubernetesObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

const Database = z.object({
  name: z.string(),
  defaultCharacterSet: z.string(),
  defaultCollation: z.string(),
});

const User = z.object({ user: z.string(), host: z.string(), plaintextPassword: z.string() });

const Grant = z.object({
  user: z.string(),
  host: z.string(),
  database: z.string(),
  privileges: z.array(z.string()),
});

const Resource = z.object({ urn: z.string(), type: z.string(), inputs: z.unknown().optional() });

/** An exported deployment, with its secrets in clear. */
const Deployment = z.object({ resources: z.array(Resource) });

/**
 * The Kubernetes objects, databases, users and grants that the state of a stack holds of one instance, under the name of
 * another instance, so that they can stand beside the originals on the same servers.
 */
export function plainObjects(deployment: unknown, slug: string, otherSlug: string): PlainObjects {
  const { resources } = Deployment.parse(deployment);
  const own = resources
    .filter(
      ({ urn, inputs }) => inputs !== undefined && urn.split("::").at(-1)?.startsWith(`${slug}-`),
    )
    .map(({ type, inputs }) => ({ type, inputs: renamed(inputs, slug, otherSlug) }));
  const ofType = <Schema extends z.ZodType>(prefix: string, schema: Schema) =>
    own.filter(({ type }) => type.startsWith(prefix)).map(({ inputs }) => schema.parse(inputs));
  return {
    manifests: ofType("kubernetes:", KubernetesObject),
    databases: ofType("mysql:index/database:", Database),
    users: ofType("mysql:index/user:", User),
    grants: ofType("mysql:index/grant:", Grant),
  };
}

/** Every name of an instance begins with its slug or holds it; keys of Pulumi's own begin with `__`. */
function renamed(inputs: unknown, slug: string, otherSlug: string): unknown {
  const text = JSON.stringify(inputs, (key, value: unknown) =>
    key.startsWith("__") ? undefined : inClear(value),
  );
  return JSON.parse(text.replaceAll(slug, otherSlug));
}

/** What Pulumi puts in the place of a secret. */
const Secret = z.object({
  "4dabf18193072939515e22adb298388d": z.literal("1b47061264138c4ac30d75fd1eb44270"),
  plaintext: z.string(),
});

function inClear(value: unknown): unknown {
  const secret = Secret.safeParse(value);
  return secret.success ? JSON.parse(secret.data.plaintext) : value;
}
