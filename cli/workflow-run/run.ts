import { setTimeout as sleep } from "node:timers/promises";
import {
  earlierTooSlow,
  templateMissing,
  workflowDeleted,
  workflowFailed,
  workflowRefused,
  workflowTooSlow,
} from "./failure";
import { type KubernetesApi, Refused, Unreachable } from "./kubernetes-api";
import type { RunRequest } from "./request";
import { stepLog } from "./step-log";
import {
  deadlineOf,
  hasEnded,
  newWorkflow,
  parseWorkflow,
  parseWorkflows,
  templatePath,
  unfinishedPath,
  type Workflow,
  workflowPath,
  workflowsPath,
} from "./workflow";

export interface RunOptions {
  /** Told, line by line, what is done. */
  readonly report: (line: string) => void;
  /** How long Argo may take beyond a workflow's own deadline to tell of its end, in seconds. @default 60 */
  readonly graceSeconds?: number;
  /** The pause before the first look at a workflow, in seconds; later ones are longer. @default 0.25 */
  readonly pauseSeconds?: number;
}

/** How long to look at a workflow, and how often. */
interface Patience {
  readonly seconds: number;
  readonly pauseSeconds: number;
}

/** Deadline of a workflow whose template has lost its own, in seconds. */
const DEADLINE = 300;

/** Most workflows end soon, or take long: each pause is so much longer than the one before, up to so many seconds. */
const PAUSE = { factor: 1.5, longest: 3 };

/**
 * Runs a workflow to its end. One that an earlier run has left, as when it was killed, ends first.
 *
 * @throws RunFailed where it does not end well
 * @throws Unreachable where the cluster does not answer
 */
export async function runWorkflow(
  api: KubernetesApi,
  request: RunRequest,
  { report, graceSeconds = 60, pauseSeconds = 0.25 }: RunOptions,
): Promise<void> {
  const template = await api.get(templatePath(request.template));
  if (template === undefined) throw templateMissing(request);
  const seconds = (deadlineOf(template) ?? DEADLINE) + graceSeconds;
  const patience = { seconds, pauseSeconds };

  for (const earlier of parseWorkflows(await api.get(unfinishedPath(request)))) {
    report(`waiting for the workflow ${earlier.metadata.name}, which an earlier run has left`);
    const seen = await watch(api, earlier, patience);
    if (seen.outcome === "too slow") throw earlierTooSlow(seen.workflow, seconds);
  }

  const started = performance.now();
  const submitted = await submit(api, request);
  report(`submitted the workflow ${submitted.metadata.name} (${request.template})`);
  const { outcome, workflow } = await watch(api, submitted, patience);
  if (outcome === "gone") throw workflowDeleted(request, workflow);
  if (outcome === "too slow") throw workflowTooSlow(request, workflow, seconds);
  const took = Math.round((performance.now() - started) / 1000);
  if (workflow.status.phase !== "Succeeded")
    throw workflowFailed(request, workflow, took, await stepLog(api, workflow));
  report(`the workflow ${workflow.metadata.name} succeeded after ${took} s`);
}

async function submit(api: KubernetesApi, request: RunRequest): Promise<Workflow> {
  try {
    return parseWorkflow(await api.create(workflowsPath(request.namespace), newWorkflow(request)));
  } catch (error) {
    throw error instanceof Refused ? workflowRefused(request, error.message) : error;
  }
}

/** How watching a workflow came out, and as what it was seen last. */
interface Seen {
  readonly outcome: "ended" | "gone" | "too slow";
  readonly workflow: Workflow;
}

/**
 * Looks at a workflow until it has ended. An API server that does not answer meanwhile is asked again.
 *
 * @throws Unreachable if it does not answer at the end either
 */
async function watch(api: KubernetesApi, first: Workflow, patience: Patience): Promise<Seen> {
  const end = performance.now() + patience.seconds * 1000;
  let workflow = first;
  for (let pause = patience.pauseSeconds; ; pause = Math.min(pause * PAUSE.factor, PAUSE.longest)) {
    if (hasEnded(workflow)) return { outcome: "ended", workflow };
    if (performance.now() > end) return { outcome: "too slow", workflow };
    await sleep(pause * 1000);
    try {
      const found = await api.get(workflowPath(workflow));
      if (found === undefined) return { outcome: "gone", workflow };
      workflow = parseWorkflow(found);
    } catch (error) {
      if (!(error instanceof Unreachable) || performance.now() > end) throw error;
    }
  }
}
