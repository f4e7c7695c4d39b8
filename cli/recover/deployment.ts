import { z } from "zod";

/** One resource of a state file. Only what recovery looks at is named; the rest is carried along untouched. */
const Resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  delete: z.boolean().optional(),
  pendingReplacement: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

const Deployment = z.looseObject({
  resources: z.array(Resource).default([]),
  pending_operations: z.array(z.looseObject({ resource: Resource, type: z.string() })).default([]),
});

export type StateResource = z.infer<typeof Resource>;

/** The state of a stack as `pulumi stack export` prints it under `deployment`. */
export type Deployment = z.infer<typeof Deployment>;

/** @throws Error if `exported` is no deployment */
export function parseDeployment(exported: unknown): Deployment {
  const parsed = Deployment.safeParse(exported ?? {});
  if (parsed.success) return parsed.data;
  throw new Error(`the exported state is not understood: ${z.prettifyError(parsed.error)}`);
}

/** What the engine began to create and has not recorded as created: it may exist or not. */
export const pendingCreates = (deployment: Deployment): StateResource[] =>
  deployment.pending_operations
    .filter((operation) => operation.type === "creating")
    .map((operation) => operation.resource);
