import type { RowDataPacket } from "mysql2/promise";
import { z } from "zod";
import { kubectl, mysql } from "./clients";

/** What the stack tells about an instance, as it comes out of the engine. */
const Instance = z.object({
  hosts: z.object({ lms: z.string(), studio: z.string(), mfe: z.string() }),
  namespace: z.string(),
  mysqlDatabase: z.string(),
  mongodbDatabases: z.array(z.string()),
  pluginDatabases: z.record(z.string(), z.string()),
  bucket: z.string(),
  publicBucket: z.string().optional(),
  application: z.string(),
});
export type InstanceOutput = z.infer<typeof Instance>;

const Outputs = z.object({ instances: z.object({ value: z.record(z.string(), Instance) }) });

/** The `instances` output of an `up`. */
export const instancesOf = (outputs: unknown): Record<string, InstanceOutput> =>
  Outputs.parse(outputs).instances.value;

/** One instance of them. */
export function instanceOf(outputs: unknown, slug: string): InstanceOutput {
  const found = instancesOf(outputs)[slug];
  if (found === undefined) throw new Error(`no output for the instance ${slug}`);
  return found;
}

const SecretData = z.record(z.string(), z.string());

/** The values of the Secret that an instance's pods read. */
export async function credentials(namespace: string): Promise<Record<string, string>> {
  const printed = await kubectl(
    "get",
    "secret",
    "openedx-secrets",
    "-n",
    namespace,
    "-o",
    "jsonpath={.data}",
  );
  const encoded = Object.entries(SecretData.parse(JSON.parse(printed)));
  return Object.fromEntries(
    encoded.map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]),
  );
}

/** One value of them. */
export async function credential(namespace: string, key: string): Promise<string> {
  const value = (await credentials(namespace))[key];
  if (value === undefined) throw new Error(`the Secret in ${namespace} has no ${key}`);
  return value;
}

/** Runs one statement as MySQL's administrator and gives its rows. */
export async function query(sql: string, values: readonly string[] = []): Promise<RowDataPacket[]> {
  const connection = await mysql();
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
    return rows;
  } finally {
    await connection.end();
  }
}

const Objects = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      metadata: z.object({
        name: z.string(),
        namespace: z.string().optional(),
        uid: z.string(),
        resourceVersion: z.string(),
      }),
      spec: z.unknown().optional(),
    }),
  ),
});

/** The kinds that an instance owns in Kubernetes. */
const KINDS =
  "namespaces,serviceaccounts,roles,rolebindings,secrets,networkpolicies,limitranges,resourcequotas," +
  "applications.argoproj.io,appprojects.argoproj.io";

/**
 * Version of every object that carries an instance's label, by kind and name: unequal if anything was touched. A quota
 * gets a new one whenever its use is counted, so it is told by what it says.
 */
export async function objectVersions(slug: string): Promise<Record<string, string>> {
  const selector = `openedx.org/instance=${slug}`;
  const printed = await kubectl("get", KINDS, "--all-namespaces", "-l", selector, "-o", "json");
  return Object.fromEntries(
    Objects.parse(JSON.parse(printed)).items.map(({ kind, metadata, spec }) => [
      `${kind} ${metadata.namespace ?? ""}/${metadata.name}`,
      `${metadata.uid} ${kind === "ResourceQuota" ? JSON.stringify(spec) : metadata.resourceVersion}`,
    ]),
  );
}

const Patches = z.array(
  z.object({
    target: z.object({ kind: z.string(), name: z.string().optional() }),
    patch: z.string(),
  }),
);
export type ApplicationPatch = z.infer<typeof Patches>[number];

/** What an Application changes in what Tutor rendered. */
export async function applicationPatches(name: string): Promise<readonly ApplicationPatch[]> {
  const path = "jsonpath={.spec.source.kustomize.patches}";
  const printed = await kubectl("get", "application", name, "-n", "argocd", "-o", path);
  return Patches.parse(JSON.parse(printed));
}
