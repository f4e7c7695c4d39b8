import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { recordedNames, runningProcess } from "../../../sandbox/servers/process";
import { kubernetes } from "./clients";
import { sandbox } from "./sandbox";
import type { Place } from "./secret-scan";

/**
 * Every file of the sandbox: state with its backups and history, configuration, logs, the servers' own files.
 *
 * @param without folders, relative to the sandbox, that are not looked into
 */
export function sandboxFiles(without: readonly string[]): readonly Place[] {
  const { directory } = sandbox();
  return filesBelow(directory)
    .map((file) => ({ file, name: relative(directory, file) }))
    .filter(({ name }) => !without.some((folder) => name.startsWith(`${folder}/`)))
    .map(({ file, name }) => ({ name: `file ${name}`, content: readFileSync(file) }));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Whether nobody but their owner can open the sandbox's folder. */
export const isPrivate = (file: string): boolean =>
  (statSync(join(sandbox().directory, file)).mode & 0o077) === 0;

/** How each process of the sandbox was started, as every user of the machine can see it. */
export function commandLines(): readonly Place[] {
  const { directory } = sandbox();
  return recordedNames(directory).flatMap((name) => {
    const process = runningProcess(directory, name);
    if (process === undefined) return [];
    const content = readFileSync(`/proc/${process.pid}/cmdline`);
    return [{ name: `command line of ${name}`, content }];
  });
}

const Groups = z.object({
  groups: z.array(z.object({ preferredVersion: z.object({ groupVersion: z.string() }) })),
});
const Kinds = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), verbs: z.array(z.string()) })),
});
const Listed = z.object({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
      data: z.unknown().optional(),
    }),
  ),
});
const SecretData = z.record(z.string(), z.string()).default({});

/** Every object of every kind that the API server serves. Each value in the data of a Secret is a place of its own. */
export async function clusterObjects(): Promise<readonly Place[]> {
  const api = kubernetes();
  const get = (path: string) => api.send({ method: "GET", path });
  const groups = Groups.parse(await get("/apis")).groups;
  const versions = groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`);
  const collections = await Promise.all(
    ["/api/v1", ...versions].map(async (version) =>
      Kinds.parse(await get(version))
        .resources.filter(({ verbs }) => verbs.includes("list"))
        .map(({ name, kind }) => ({ kind, path: `${version}/${name}` })),
    ),
  );
  const objects = collections
    .flat()
    .map(async ({ kind, path }) =>
      Listed.parse(await get(path)).items.flatMap((item) => placesOf(kind, item)),
    );
  return (await Promise.all(objects)).flat();
}

function placesOf(kind: string, item: z.infer<typeof Listed>["items"][number]): readonly Place[] {
  const { namespace, name: ownName } = item.metadata;
  const name = [kind, namespace === undefined ? ownName : `${namespace}/${ownName}`].join(" ");
  if (kind !== "Secret") return [{ name, content: JSON.stringify(item) }];
  const { data, ...rest } = item;
  const values = Object.entries(SecretData.parse(data));
  return [
    { name, content: JSON.stringify(rest) },
    ...values.map(([key, value]) => ({
      name: `${name} data.${key}`,
      content: Buffer.from(value, "base64"),
    })),
  ];
}
