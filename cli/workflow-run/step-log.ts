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

/**
 * What the last step of a workflow that failed has said, as paragraphs for the operator: its log, from its pod where
 * that is still there, else what Argo kept of it.
 */
export async function stepLog(api: KubernetesApi, workflow: Workflow): Promise<readonly string[]> {
  const node = lastFailed(workflow);
  if (node === undefined) return [];
  const [prefix = "", code] = EXIT.exec(node.message) ?? [];
  const kept = node.message.slice(prefix.length).trim();
  const log = (await podLog(api, workflow, node)) || kept;
  const ended =
    code === undefined ? "Its last step says" : `Its last step ended with exit code ${code}`;
  if (log === "") return [`${ended} and nothing else.`];
  return [`${ended}:`, ...log.split("\n").map((line) => `  ${line}`)];
}

function lastFailed({ status }: Workflow): Node | undefined {
  const failed = Object.values(status.nodes).filter(
    ({ type, phase }) => type === "Pod" && (phase === "Failed" || phase === "Error"),
  );
  const time = ({ finishedAt }: Node): string => finishedAt ?? "";
  return failed.sort((a, b) => time(a).localeCompare(time(b))).at(-1);
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
