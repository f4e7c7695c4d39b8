import { join } from "node:path";
import { z } from "zod";
import { loadManifests, type Manifest } from "../../../components/shared/manifests";
import { podName } from "../../../sandbox/actors/workflows/nodes";
import { PROJECT_ROOT } from "../../../sandbox/directories";
import { readIfPresent } from "../../../sandbox/servers/files";
import { pollUntil } from "../../../sandbox/servers/wait";
import { kubectl, kubernetes } from "./clients";
import { sandbox } from "./sandbox";

const GROUP = "/apis/argoproj.io/v1alpha1";
const TEMPLATES = join(PROJECT_ROOT, "manifests", "workflow-templates");

/** Longest that a workflow of the tests takes: it is tried again after 5 s and 10 s. */
const PATIENCE = 90_000;

const definitions = (): readonly string[] => sandbox().tools.chartCrds["argo-workflows"] ?? [];

/** Installs the definitions and the committed templates, as an operator would with kubectl alone. */
export async function applyTemplates(): Promise<void> {
  const files = definitions().flatMap((file) => ["-f", file]);
  await kubectl("apply", "--server-side", "--force-conflicts", ...files);
  await kubectl("wait", "--for=condition=Established", "--timeout=30s", ...files);
  await kubectl("apply", "-f", TEMPLATES);
}

/** Takes them away again: other stacks install their own. */
export async function deleteTemplates(): Promise<void> {
  await kubectl("delete", "-f", TEMPLATES, "--ignore-not-found");
  await kubectl("delete", ...definitions().flatMap((file) => ["-f", file]), "--ignore-not-found");
}

/** A namespace with the profile that instances and operators' namespaces have. */
export async function createNamespace(name: string): Promise<void> {
  await kubectl("create", "namespace", name);
  await kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted");
  // Pods are admitted once the controller has made it.
  await kubectl("wait", "--for=create", "--timeout=30s", "-n", name, "serviceaccount/default");
}

/** Its objects go within seconds, for which nobody waits. */
export const deleteNamespace = (name: string): Promise<string> =>
  kubectl("delete", "namespace", name, "--ignore-not-found", "--wait=false");

/** Makes a Secret, or changes it. */
export async function putSecret(
  namespace: string,
  name: string,
  stringData: Readonly<Record<string, string>>,
): Promise<void> {
  await kubectl("delete", "secret", name, "-n", namespace, "--ignore-not-found");
  const body = { apiVersion: "v1", kind: "Secret", metadata: { name }, stringData };
  await kubernetes().send({
    method: "POST",
    path: `/api/v1/namespaces/${namespace}/secrets`,
    body,
  });
}

/** A template that is not committed, for what the committed ones do not do. */
export async function putTemplate(manifest: Manifest): Promise<void> {
  const path = `${GROUP}/clusterworkflowtemplates`;
  await kubectl("delete", "clusterworkflowtemplate", manifest.metadata.name, "--ignore-not-found");
  await kubernetes().send({
    method: "POST",
    path,
    body: z.record(z.string(), z.json()).parse(manifest),
  });
}

/**
 * The committed template, whose attempts follow each other at once: Argo waits before it decides against a further one,
 * so a refusal takes 5 s with the committed back-off. @returns its name
 */
export async function putImpatient(name: string): Promise<string> {
  const [manifest] = loadManifests(`workflow-templates/${name}.yaml`);
  const text = JSON.stringify(manifest).replaceAll('"duration":"5s"', '"duration":"100ms"');
  const impatient = `${name}-impatient`;
  const { metadata, ...rest } = z
    .looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({}) })
    .parse(JSON.parse(text));
  await putTemplate({ ...rest, metadata: { ...metadata, name: impatient } });
  return impatient;
}

export interface Submission {
  readonly namespace: string;
  /** Name of a ClusterWorkflowTemplate. */
  readonly template: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Further fields of the workflow's `spec`. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

const Created = z.looseObject({ metadata: z.looseObject({ name: z.string() }) });

/** Creates the Workflow that `argo submit --from` would. @returns its name */
export async function submit({ namespace, template, parameters = {}, spec }: Submission) {
  const given = Object.entries(parameters).map(([name, value]) => ({ name, value }));
  const workflow = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: {
      generateName: `${template}-`,
      labels: { "workflows.argoproj.io/cluster-workflow-template": template },
    },
    spec: {
      workflowTemplateRef: { name: template, clusterScope: true },
      arguments: { parameters: given },
      ...spec,
    },
  };
  const created = await kubernetes().send({
    method: "POST",
    path: `${GROUP}/namespaces/${namespace}/workflows`,
    body: z.record(z.string(), z.json()).parse(workflow),
  });
  return Created.parse(created).metadata.name;
}

const Node = z.looseObject({
  type: z.string(),
  phase: z.string(),
  message: z.string().default(""),
  templateName: z.string(),
  startedAt: z.string(),
  outputs: z.looseObject({ exitCode: z.string() }).optional(),
});
const Status = z.looseObject({
  phase: z.string().default(""),
  message: z.string().default(""),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  progress: z.string().optional(),
  nodes: z.record(z.string(), Node).default({}),
});

/** A workflow's state, in the words of its status. */
export interface WorkflowState {
  readonly phase: string;
  readonly message: string;
  /** One for each try, in order. */
  readonly attempts: readonly {
    readonly phase: string;
    readonly exitCode?: string;
    readonly message: string;
  }[];
  /** All that the last try printed; empty where it did not run, or another runner has it. */
  readonly log: string;
}

export async function statusOf(namespace: string, name: string): Promise<z.infer<typeof Status>> {
  const path = `${GROUP}/namespaces/${namespace}/workflows/${name}`;
  const found = await kubernetes().send({ method: "GET", path });
  return Status.parse(found["status"] ?? {});
}

const FINAL = ["Succeeded", "Failed", "Error"];

/** Waits until a workflow has a phase, an end by default. */
export async function untilPhase(
  namespace: string,
  name: string,
  phases: readonly string[] = FINAL,
): Promise<WorkflowState> {
  let status = await statusOf(namespace, name);
  const reached = await pollUntil(async () => {
    status = await statusOf(namespace, name);
    return phases.includes(status.phase);
  }, PATIENCE);
  if (!reached) throw new Error(`${name} is ${status.phase}: ${JSON.stringify(status.nodes)}`);
  const pods = Object.values(status.nodes).filter(({ type }) => type === "Pod");
  const attempts = pods
    .sort((one, other) => order(one) - order(other))
    .map(({ phase, message, outputs }) => ({ phase, exitCode: outputs?.exitCode, message }));
  const [pod] = pods;
  const log = pod && readLog(namespace, name, pod.templateName, attempts.length, status.nodes);
  return { phase: status.phase, message: status.message, attempts, log: log ?? "" };
}

/** Submits a workflow and waits for its end. */
export async function run(submission: Submission): Promise<WorkflowState> {
  return untilPhase(submission.namespace, await submit(submission));
}

/** `name(3)` is the fourth try. */
const order = (node: z.infer<typeof Node>): number =>
  Number(/\((\d+)\)$/.exec(String(node["displayName"]))?.[1] ?? 0);

function readLog(
  namespace: string,
  workflow: string,
  template: string,
  attempts: number,
  nodes: Readonly<Record<string, z.infer<typeof Node>>>,
): string {
  const retried = Object.values(nodes).some(({ type }) => type === "Retry");
  const pod = podName({ workflow, template, scope: "", retried }, attempts - 1);
  const file = join(sandbox().directory, "workflows", "logs", namespace, `${pod}.log`);
  return readIfPresent(file) ?? "";
}

/** A workflow that was tried once and did what it should, with what it printed. */
export const done = (...lines: readonly string[]): WorkflowState => ({
  phase: "Succeeded",
  message: "",
  attempts: [{ phase: "Succeeded", exitCode: "0", message: "" }],
  log: lines.map((line) => `${line}\n`).join(""),
});

/** A workflow that was tried once and whose failure no further try can mend. */
export const refused = (code: 64 | 77, line: string): WorkflowState => ({
  phase: "Failed",
  message: "retryStrategy.expression evaluated to false",
  attempts: [
    {
      phase: "Failed",
      exitCode: String(code),
      message: `main: Error (exit code ${code}): ${line}\n`,
    },
  ],
  log: `${line}\n`,
});
