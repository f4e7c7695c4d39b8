import type { Requests, Workloads } from "../components/instance/workloads";
import type { WorkloadsEntry } from "./schema/workloads";

/** The workloads of a size with what is written otherwise: the later of the entries wins, setting by setting. */
export const mergeWorkloads = (
  size: Workloads,
  ...entries: readonly (WorkloadsEntry | undefined)[]
): Workloads => entries.reduce<Workloads>((merged, entry) => mergeTwo(merged, entry ?? {}), size);

function mergeTwo(below: Workloads, above: WorkloadsEntry): Workloads {
  return {
    lms: one(below.lms, above.lms),
    cms: one(below.cms, above.cms),
    lmsWorker: one(below.lmsWorker, above.lmsWorker),
    cmsWorker: one(below.cmsWorker, above.cmsWorker),
    mfe: one(below.mfe, above.mfe),
    caddy: one(below.caddy, above.caddy),
    redis: one(below.redis, above.redis),
    meilisearch: one(below.meilisearch, above.meilisearch),
    others: one(below.others, above.others),
  };
}

const one = <Kind extends { readonly requests: Requests }>(
  below: Kind,
  above: (Omit<Partial<Kind>, "requests"> & { readonly requests?: Partial<Requests> }) | undefined,
): Kind => ({ ...below, ...above, requests: { ...below.requests, ...above?.requests } });
