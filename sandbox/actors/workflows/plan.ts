import {
  type Container,
  parseFields,
  type Template,
  TemplateSpec,
  type TtlStrategy,
  WorkflowError,
  WorkflowSpec,
} from "./fields";
import { resolveContainer } from "./environment";
import type { Names } from "./nodes";
import { parametersOf } from "./parameters";
import { checkStrategy } from "./retries";

/** What a workflow and its template come to. */
export interface Plan {
  readonly names: Names;
  readonly template: Template;
  /** That of the template, with the parameters in it. */
  readonly container: Container;
  /** Fields of the pod beside its containers. */
  readonly pod: Readonly<Record<string, unknown>>;
  readonly activeDeadlineSeconds?: number;
  readonly ttl: TtlStrategy;
}

/** Reads a workflow's own fields. @throws WorkflowError */
export const workflowSpec = (spec: unknown): WorkflowSpec =>
  parseFields("spec", WorkflowSpec, spec);

/**
 * Reads all that decides what a workflow runs.
 *
 * @param templateSpec of the ClusterWorkflowTemplate that the workflow names; undefined where there is none
 * @throws WorkflowError where something is missing, or is nothing that the runner knows
 */
export function planOf(name: string, own: WorkflowSpec, templateSpec: unknown): Plan {
  const scope = own.workflowTemplateRef.name;
  if (templateSpec === undefined)
    throw new WorkflowError(`clusterworkflowtemplates.argoproj.io "${scope}" not found`);
  const shared = parseFields(`clusterworkflowtemplate ${scope}: spec`, TemplateSpec, templateSpec);
  const entrypoint = own.entrypoint ?? shared.entrypoint;
  const template = shared.templates.find((each) => each.name === entrypoint);
  if (template === undefined)
    throw new WorkflowError(`invalid spec: template name '${entrypoint}' undefined`);
  if (template.retryStrategy) checkStrategy(template.retryStrategy);
  return {
    names: {
      workflow: name,
      template: template.name,
      scope,
      retried: template.retryStrategy !== undefined,
    },
    template,
    container: resolveContainer(template.container, parametersOf(own, shared)),
    pod: {
      restartPolicy: "Never",
      serviceAccountName: own.serviceAccountName ?? shared.serviceAccountName ?? "default",
      securityContext: shared.securityContext,
      volumes: shared.volumes,
    },
    activeDeadlineSeconds: own.activeDeadlineSeconds ?? shared.activeDeadlineSeconds,
    ttl: own.ttlStrategy ?? shared.ttlStrategy ?? {},
  };
}

/** The pod of an attempt, as Argo would create it, less the containers of its own that carry results. */
export const podOf = (plan: Plan, name: string, namespace: string): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace, labels: { "workflows.argoproj.io/workflow": plan.names.workflow } },
  spec: { ...plan.pod, containers: [{ name: "main", ...plan.container }] },
});
