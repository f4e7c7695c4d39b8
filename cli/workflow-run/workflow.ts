import { z } from "zod";
import { instanceLabels, OWNER_ANNOTATION } from "../../components/shared/labels";
import type { RunRequest } from "./request";

const GROUP = "/apis/argoproj.io/v1alpha1";

/** Label that says which run a workflow belongs to. */
const RUN = "openedx.org/run";

const Node = z.looseObject({
  id: z.string(),
  type: z.string(),
  phase: z.string().default(""),
  message: z.string().default(""),
  finishedAt: z.string().nullish(),
});
export type Node = z.infer<typeof Node>;

const Workflow = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  status: z
    .looseObject({
      /** Empty until Argo's controller has seen the workflow. */
      phase: z.string().default(""),
      message: z.string().default(""),
      nodes: z.record(z.string(), Node).default({}),
    })
    .prefault({}),
});
export type Workflow = z.infer<typeof Workflow>;

const Template = z.looseObject({
  spec: z.looseObject({ activeDeadlineSeconds: z.number().optional() }),
});

export const parseWorkflow = (object: unknown): Workflow => Workflow.parse(object);

export const parseWorkflows = (list: unknown): readonly Workflow[] =>
  z.looseObject({ items: z.array(Workflow) }).parse(list).items;

/** How long a workflow of a template may run, in seconds; undefined where the template does not say. */
export const deadlineOf = (template: unknown): number | undefined =>
  Template.parse(template).spec.activeDeadlineSeconds;

/** What Argo ends in: https://argo-workflows.readthedocs.io/en/latest/fields/#workflowstatus */
export const hasEnded = ({ status }: Workflow): boolean =>
  ["Succeeded", "Failed", "Error"].includes(status.phase);

export const templatePath = (template: string): string =>
  `${GROUP}/clusterworkflowtemplates/${template}`;

export const workflowsPath = (namespace: string): string =>
  `${GROUP}/namespaces/${namespace}/workflows`;

export const workflowPath = ({ metadata }: Workflow): string =>
  `${workflowsPath(metadata.namespace)}/${metadata.name}`;

/** The workflows of a run that Argo has not ended yet. */
export const unfinishedPath = ({ namespace, run }: RunRequest): string =>
  `${workflowsPath(namespace)}?${selector(`${RUN}=${run},workflows.argoproj.io/completed!=true`)}`;

/** The pods of a workflow. */
export const podsPath = ({ metadata }: Workflow): string =>
  `${podsIn(metadata.namespace)}?${selector(`workflows.argoproj.io/workflow=${metadata.name}`)}`;

/** The end of what a pod's own container has printed. */
export const logPath = (namespace: string, pod: string): string =>
  `${podsIn(namespace)}/${pod}/log?container=main&tailLines=50`;

const podsIn = (namespace: string): string => `/api/v1/namespaces/${namespace}/pods`;
const selector = (labels: string): string => `labelSelector=${encodeURIComponent(labels)}`;

/** A workflow as it is submitted. Argo makes its name of the run's and five random characters. */
export const newWorkflow = (request: RunRequest): object => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Workflow",
  metadata: {
    generateName: `${request.run}-`,
    namespace: request.namespace,
    labels: { ...instanceLabels(request.instance), [RUN]: request.run },
    annotations: { [OWNER_ANNOTATION]: request.owner },
  },
  spec: {
    workflowTemplateRef: { name: request.template, clusterScope: true },
    serviceAccountName: request.serviceAccount,
    arguments: {
      parameters: Object.entries(request.parameters).map(([name, value]) => ({ name, value })),
    },
  },
});
