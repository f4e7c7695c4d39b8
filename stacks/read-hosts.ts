import { z } from "zod";
import type * as schema from "./schema/hosts";
import { hostName } from "./schema/text";

/** A host name if it is right, and nothing otherwise. */
const host = hostName().optional().catch(undefined);

/** What can be read of the host names that an instance gives itself, whatever else is wrong with it. */
export const readableHosts = {
  hosts: z.object({ lms: host, studio: host, mfe: host, meilisearch: host, notes: host }).catch({}),
  domains: z.array(z.object({ lms: host, studio: host, mfe: host }).catch({})).catch([]),
  extraHosts: z.array(z.object({ host }).catch({})).catch([]),
} satisfies Partial<Record<keyof typeof schema, z.ZodType>>;

export type ReadableHosts = z.output<z.ZodObject<typeof readableHosts>>;

export const NO_HOSTS: ReadableHosts = { hosts: {}, domains: [], extraHosts: [] };
