import { z } from "zod";
import type { FailureVariable, RunVariable } from "../../components/data/run-variables";

const Parameters = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.string()));

const Environment = z.object({
  OPENEDX_STACK: z.string(),
  OPENEDX_INSTANCE: z.string(),
  OPENEDX_OWNER: z.string(),
  OPENEDX_RUN: z.string(),
  WORKFLOW_TEMPLATE: z.string(),
  WORKFLOW_NAMESPACE: z.string(),
  WORKFLOW_SERVICE_ACCOUNT: z.string(),
  WORKFLOW_PARAMETERS: Parameters,
  ON_DEPROVISION_FAILURE: z.enum(["stop", "continue"]).optional(),
} satisfies Record<RunVariable | FailureVariable, z.ZodType>);

/** What to run, and for whom. */
export interface RunRequest {
  readonly stack: string;
  /** Slug of the instance. */
  readonly instance: string;
  readonly owner: string;
  readonly run: string;
  readonly template: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Set where the run takes something away. */
  readonly onDeprovisionFailure?: "stop" | "continue";
}

/** @throws Error naming the variables that are missing: the program was not started by `pulumi` */
export function requestIn(environment: NodeJS.ProcessEnv): RunRequest {
  const { data, error } = Environment.safeParse(environment);
  if (error !== undefined) {
    const names = [...new Set(error.issues.map(({ path }) => String(path[0])))];
    throw new Error(
      `node cli/workflow-run is for \`pulumi up\`, which tells it what to run by the environment; ` +
        `missing or wrong: ${names.join(", ")}. docs/troubleshooting.md says how to run a workflow by hand.`,
    );
  }
  return {
    stack: data.OPENEDX_STACK,
    instance: data.OPENEDX_INSTANCE,
    owner: data.OPENEDX_OWNER,
    run: data.OPENEDX_RUN,
    template: data.WORKFLOW_TEMPLATE,
    namespace: data.WORKFLOW_NAMESPACE,
    serviceAccount: data.WORKFLOW_SERVICE_ACCOUNT,
    parameters: data.WORKFLOW_PARAMETERS,
    onDeprovisionFailure: data.ON_DEPROVISION_FAILURE,
  };
}
