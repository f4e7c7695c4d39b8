import { z } from "zod";
import type { FailedAttempt } from "./retries";

/** Phases of a node, and of a workflow. */
export type Phase = "Pending" | "Running" | "Succeeded" | "Failed" | "Error";

/** One try of the container: a pod, had there been one. */
export interface Attempt {
  readonly phase: Phase;
  readonly startedAt: Date;
  readonly finishedAt?: Date;
  readonly message?: string;
  readonly exitCode?: number;
}

export const isFailed = (attempt: Attempt): attempt is Attempt & FailedAttempt =>
  (attempt.phase === "Failed" || attempt.phase === "Error") && attempt.finishedAt !== undefined;

/** What a workflow's nodes are called after. */
export interface Names {
  readonly workflow: string;
  readonly template: string;
  /** Of the ClusterWorkflowTemplate. */
  readonly scope: string;
  /** Whether a node that counts the attempts stands above them. */
  readonly retried: boolean;
}

const nodeName = ({ workflow, retried }: Names, index: number): string =>
  retried ? `${workflow}(${index})` : workflow;

const nodeId = (names: Names, index: number): string =>
  names.retried ? `${names.workflow}-${fnv32(nodeName(names, index))}` : names.workflow;

/** Name of an attempt's pod, as Argo calls it (`GeneratePodName`). */
export function podName(names: Names, index: number): string {
  if (!names.retried) return names.workflow;
  // A name in Kubernetes has 253 characters, of which Argo leaves 11 to the hash.
  const prefix = `${names.workflow}-${names.template}`.slice(0, 242);
  return `${prefix}-${fnv32(nodeName(names, index))}`;
}

/** The nodes of a workflow's status, as Argo has them: one for each attempt, and one above them where it is retried. */
export function nodesOf(
  names: Names,
  attempts: readonly Attempt[],
  whole: { readonly phase: Phase; readonly message: string; readonly startedAt: Date },
): Readonly<Record<string, object>> {
  const common = { templateName: names.template, templateScope: `cluster/${names.scope}` };
  const pods = attempts.map((attempt, index) => ({
    id: nodeId(names, index),
    name: nodeName(names, index),
    displayName: nodeName(names, index),
    type: "Pod",
    ...common,
    phase: attempt.phase,
    message: attempt.message ?? "",
    startedAt: time(attempt.startedAt),
    finishedAt: attempt.finishedAt ? time(attempt.finishedAt) : null,
    ...(attempt.exitCode === undefined ? {} : { outputs: { exitCode: String(attempt.exitCode) } }),
  }));
  const retry = {
    id: names.workflow,
    name: names.workflow,
    displayName: names.workflow,
    type: "Retry",
    ...common,
    phase: whole.phase,
    message: whole.message,
    startedAt: time(whole.startedAt),
    finishedAt: isDone(whole.phase) ? time(new Date()) : null,
    children: pods.map(({ id }) => id),
  };
  return Object.fromEntries(
    [...(names.retried ? [retry] : []), ...pods].map((node) => [node.id, node]),
  );
}

const RecordedNode = z.looseObject({
  type: z.string(),
  phase: z.enum(["Pending", "Running", "Succeeded", "Failed", "Error"]),
  message: z.string().default(""),
  startedAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullish(),
  outputs: z.looseObject({ exitCode: z.coerce.number().optional() }).optional(),
});

/** The attempts that a status tells of, in order. */
export function attemptsIn(names: Names, nodes: unknown): readonly Attempt[] {
  const recorded = z.record(z.string(), RecordedNode).parse(nodes ?? {});
  const attempts: Attempt[] = [];
  for (let index = 0; ; index++) {
    const node = recorded[nodeId(names, index)];
    if (node?.type !== "Pod") return attempts;
    const { phase, startedAt, finishedAt, message, outputs } = node;
    attempts.push({
      ...{ phase, startedAt, message },
      finishedAt: finishedAt ?? undefined,
      exitCode: outputs?.exitCode,
    });
    if (!names.retried) return attempts;
  }
}

export const isDone = (phase: Phase): boolean => phase !== "Pending" && phase !== "Running";

/** Seconds, as Kubernetes writes times. */
export const time = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** FNV-1a of 32 bits, by which Argo tells nodes apart. */
function fnv32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
