import { z } from "zod";

/**
 * What the runner knows of workflows and their templates. Every object is strict: a field that is not here changes what
 * Argo Workflows does, so a workflow that has it is refused and not run as if the field were not there.
 */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Whole objects that the API server's admission judges, as part of the pod; they change nothing of what runs here. */
const judgedByAdmission = z.record(z.string(), z.unknown());

const Arguments = z.strictObject({
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        description: z.string().optional(),
        value: text.optional(),
      }),
    )
    .default([]),
});

const SecretKeyRef = z.strictObject({
  name: z.string(),
  key: z.string(),
  optional: z.boolean().default(false),
});

const Variable = z.union([
  z.strictObject({ name: z.string(), value: z.string().default("") }),
  z.strictObject({
    name: z.string(),
    valueFrom: z.strictObject({ secretKeyRef: SecretKeyRef }),
  }),
]);
export type Variable = z.infer<typeof Variable>;

const Container = z.strictObject({
  image: z.string(),
  // Argo looks it up in the image otherwise, and there is none here.
  command: z.array(z.string()).min(1),
  args: z.array(z.string()).default([]),
  env: z.array(Variable).default([]),
  volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string() })).default([]),
  terminationMessagePolicy: z.enum(["File", "FallbackToLogsOnError"]).default("File"),
  securityContext: judgedByAdmission.optional(),
  resources: judgedByAdmission.optional(),
});
export type Container = z.infer<typeof Container>;

const RetryStrategy = z.strictObject({
  limit: z.coerce.number().int().optional(),
  retryPolicy: z.enum(["Always", "OnFailure", "OnError"]).optional(),
  expression: z.string().optional(),
  backoff: z
    .strictObject({
      duration: text,
      factor: z.coerce.number().int().optional(),
    })
    .optional(),
});
export type RetryStrategy = z.infer<typeof RetryStrategy>;

const Template = z.strictObject({
  name: z.string(),
  retryStrategy: RetryStrategy.optional(),
  container: Container,
});
export type Template = z.infer<typeof Template>;

const TtlStrategy = z.strictObject({
  secondsAfterCompletion: z.number().optional(),
  secondsAfterSuccess: z.number().optional(),
  secondsAfterFailure: z.number().optional(),
});
export type TtlStrategy = z.infer<typeof TtlStrategy>;

/** What a workflow may say itself, which wins, or take from its template. */
const common = {
  entrypoint: z.string().optional(),
  arguments: Arguments.optional(),
  serviceAccountName: z.string().optional(),
  activeDeadlineSeconds: z.number().optional(),
  ttlStrategy: TtlStrategy.optional(),
};

export const TemplateSpec = z.strictObject({
  ...common,
  // There are no pods to collect.
  podGC: z.strictObject({ strategy: z.string() }).optional(),
  securityContext: judgedByAdmission.optional(),
  volumes: z.array(z.strictObject({ name: z.string(), emptyDir: judgedByAdmission })).default([]),
  templates: z.array(Template),
});
export type TemplateSpec = z.infer<typeof TemplateSpec>;

export const WorkflowSpec = z.strictObject({
  ...common,
  workflowTemplateRef: z.strictObject({ name: z.string(), clusterScope: z.literal(true) }),
  shutdown: z.enum(["Stop", "Terminate"]).optional(),
});
export type WorkflowSpec = z.infer<typeof WorkflowSpec>;

/** A workflow that the runner cannot run as Argo Workflows would. */
export class WorkflowError extends Error {
  override readonly name = "WorkflowError";
}

/** @throws WorkflowError naming each field that is unknown or has another form than the runner knows */
export function parseFields<Fields>(
  where: string,
  schema: z.ZodType<Fields>,
  value: unknown,
): Fields {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) => {
    const at = [where, ...issue.path].join(".");
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `unknown field ${at}.${key}`).join("; ")
      : `${at}: ${issue.message}`;
  });
  throw new WorkflowError(`the sandbox cannot run this workflow: ${reasons.join("; ")}`);
}
