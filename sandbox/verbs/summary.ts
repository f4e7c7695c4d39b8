import type { OutputMap } from "@pulumi/pulumi/automation";
import { z } from "zod";
import type { Servers } from "../contract";
import type { Changes } from "../engine/run-record";
import { simulated } from "./simulated";

/** What the stack tells about an instance. */
const Instance = z.object({
  hosts: z.object({ lms: z.string(), studio: z.string() }),
  namespace: z.string(),
  mysqlDatabase: z.string(),
  mongodbDatabases: z.array(z.string()),
  bucket: z.string(),
  publicBucket: z.string().optional(),
  application: z.string(),
});
const Instances = z.record(z.string(), Instance);
export type Instances = z.infer<typeof Instances>;

/** The instances of a stack, by slug. */
export const instancesIn = (outputs: OutputMap): Instances =>
  Instances.parse(outputs.instances?.value ?? {});

const DONE: Readonly<Partial<Record<string, string>>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/** What the engine did, or with `planned` what it would do, in one line. */
export function describeChanges(changes: Changes, instances: number): string {
  const { same = 0, ...others } = changes;
  const total = `${instances} instance${instances === 1 ? "" : "s"}`;
  const done = Object.entries(others)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${DONE[kind] ?? kind}`);
  if (done.length === 0) return `No changes: ${total}, ${same} resources`;
  return `Done: ${done.join(", ")}, ${same} unchanged; ${total}`;
}

/** Each instance with all that it has, a block of lines each: names are too long for columns. */
export function describeInstances(instances: Instances): readonly string[] {
  return Object.entries(instances).flatMap(([slug, instance]) => [
    "",
    slug,
    `  hosts        ${instance.hosts.lms}, ${instance.hosts.studio}`,
    `  namespace    ${instance.namespace}`,
    `  MySQL        ${instance.mysqlDatabase}`,
    `  MongoDB      ${instance.mongodbDatabases.join(", ")}`,
    `  bucket       ${instance.bucket}`,
    ...(instance.publicBucket === undefined ? [] : [`  for all      ${instance.publicBucket}`]),
    `  Application  ${instance.application}`,
  ]);
}

/** What only looks real here. */
export const describeSimulated = (servers: Servers): readonly string[] => [
  "",
  "Simulated:",
  ...simulated(servers).map((line) => `  ${line}`),
];

/** Memory of everything that runs, the largest first; the MongoDB servers, one an instance, together. */
export function describeMemory(processes: readonly ProcessMemory[]): string {
  const groups = new Map<string, number>();
  for (const { name, megabytes } of processes) {
    const group = name.startsWith("mongodb-") ? "mongodb" : name;
    groups.set(group, (groups.get(group) ?? 0) + megabytes);
  }
  const sorted = [...groups].sort(([, a], [, b]) => b - a);
  const total = sorted.reduce((sum, [, megabytes]) => sum + megabytes, 0);
  return `Memory: ${total} MB (${sorted.map((group) => group.join(" ")).join(", ")})`;
}

export interface ProcessMemory {
  readonly name: string;
  readonly megabytes: number;
}

/** Where to go from here. */
export const LOOK_AROUND: readonly string[] = [
  "",
  "Look around:",
  "  npm run sandbox -- shell -- kubectl get applications --all-namespaces",
  "  npm run sandbox -- shell -- pulumi stack",
  "  npm run sandbox -- shell        (a shell in which kubectl and pulumi work; try `pulumi up`)",
];
