import { z } from "zod";
import type { KubernetesApi } from "./kubernetes-api";
import { logPath, type Node, podsPath, type Workflow } from "./workflow";

const Pods = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        annotations: z.record(z.string(), z.string()).default({}),
      }),
    }),
  ),
});

/** Argo's annotation on a pod: which node of the workflow it is. */
const NODE_ID = "workflows.argoproj.io/node-id";

/** What Argo puts before the end of a container's log. */
const EXIT = /^main: \w+ \(exit code (\d+)\)(?:: )?/;

/** A step that did not end well. */
interface FailedStep {
  readonly code?: string;
  /** What it printed; empty where it printed nothing, or that is not there any more. */
  readonly log: string;
  /** What Argo says of it. */
  readonly words: string;
}

/**
 * What the last step of a workflow that failed has said, as paragraphs for the operator: its log, from its pod where
 * that is still there, else what Argo kept of it. Where it was cut off before it said anything, as at the deadline,
 * the one before that did is told as well: it has the reason.
 */
export async function stepLog(api: KubernetesApi, workflow: Workflow): Promise<readonly string[]> {
  const [last, ...earlier] = failedNodes(workflow);
  if (last === undefined) return [];
  const step = await failedStep(api, workflow, last);
  const told = paragraphs("Its last step", step);
  if (step.log !== "") return told;
  for (const node of earlier) {
    const before = await failedStep(api, workflow, node);
    if (before.log !== "") return [...told, ...paragraphs("A step before it", before)];
  }
  return told;
}

function paragraphs(which: string, { code, log, words }: FailedStep): readonly string[] {
  const ended = code === undefined ? `${which} says` : `${which} ended with exit code ${code}`;
  const text = log || words;
  if (text === "") return [`${ended} and nothing else.`];
  return [`${ended}:`, ...text.split("\n").map((line) => `  ${line}`)];
}

async function failedStep(api: KubernetesApi, workflow: Workflow, node: Node): Promise<FailedStep> {
  const [prefix = "", code] = EXIT.exec(node.message) ?? [];
  const kept = node.message.slice(prefix.length).trim();
  const log = await podLog(api, workflow, node);
  return code === undefined ? { log, words: kept } : { code, log: log || kept, words: "" };
}

/** The last one first. */
function failedNodes({ status }: Workflow): readonly Node[] {
  const failed = Object.values(status.nodes).filter(
    ({ type, phase }) => type === "Pod" && (phase === "Failed" || phase === "Error"),
  );
  const time = ({ finishedAt }: Node): string => finishedAt ?? "";
  return failed.sort((a, b) => time(b).localeCompare(time(a)));
}

/** Empty where there is no such pod any more, or none may read it: then the failure itself is what matters. */
async function podLog(api: KubernetesApi, workflow: Workflow, node: Node): Promise<string> {
  try {
    const { items } = Pods.parse(await api.get(podsPath(workflow)));
    const pod = items.find(({ metadata }) => metadata.annotations[NODE_ID] === node.id);
    if (pod === undefined) return "";
    return (await api.text(logPath(workflow.metadata.namespace, pod.metadata.name))).trim();
  } catch {
    return "";
  }
}
