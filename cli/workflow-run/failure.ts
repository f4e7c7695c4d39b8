import type { RunRequest } from "./request";
import type { Workflow } from "./workflow";

/** The cluster answers, and what was to be run did not end well. The message is for the operator. */
export class RunFailed extends Error {
  override readonly name = "RunFailed";
}

/** @param said paragraphs of its last step */
export function workflowFailed(
  request: RunRequest,
  workflow: Workflow,
  seconds: number,
  said: readonly string[],
): RunFailed {
  const { phase, message } = workflow.status;
  const reason = message === "" ? phase : message;
  return new RunFailed(
    [
      `The workflow ${titleOf(request, workflow)} failed after ${seconds} s: ${reason}`,
      ...said,
      nextStep(request),
      `Its logs: ${logs(workflow)}`,
    ].join("\n"),
  );
}

export function workflowTooSlow(
  request: RunRequest,
  workflow: Workflow,
  seconds: number,
): RunFailed {
  const { phase, message } = workflow.status;
  const begun =
    phase === ""
      ? "Argo Workflows has not begun it: see that its controller runs, and looks at this namespace."
      : `It is ${phase}${message === "" ? "" : ` (${message})`}; see what its pod waits for: ${pods(workflow)}`;
  return new RunFailed(
    [
      `The workflow ${titleOf(request, workflow)} has not ended within ${seconds} s.`,
      begun,
      `Where it only needs more time, raise openedx:platform.argoWorkflows.timeoutSeconds.`,
      nextStep(request),
    ].join("\n"),
  );
}

export const earlierTooSlow = (workflow: Workflow, seconds: number): RunFailed =>
  new RunFailed(
    [
      `The workflow ${placeOf(workflow)} of an earlier run has not ended within ${seconds} s, and a second one must not ` +
        `run beside it.`,
      `See what it waits for: ${pods(workflow)}`,
      `Or stop it, and run the same command again: kubectl -n ${workflow.metadata.namespace} patch workflow ` +
        `${workflow.metadata.name} --type=merge --patch='{"spec":{"shutdown":"Terminate"}}'`,
    ].join("\n"),
  );

export const workflowDeleted = (request: RunRequest, workflow: Workflow): RunFailed =>
  new RunFailed(
    [
      `The workflow ${titleOf(request, workflow)} was deleted by somebody before it had ended.`,
      nextStep(request),
    ].join("\n"),
  );

export const templateMissing = (request: RunRequest): RunFailed =>
  new RunFailed(
    `The cluster has no ClusterWorkflowTemplate ${request.template}, which this stack has installed: somebody has ` +
      `deleted it. Run \`pulumi refresh\` and \`pulumi up\`, which install it again.`,
  );

/** @param words the API server's own */
export const workflowRefused = (request: RunRequest, words: string): RunFailed =>
  new RunFailed(
    [
      `The API server refused a workflow of ${request.template} in the namespace ${request.namespace}: ${words}`,
      nextStep(request),
    ].join("\n"),
  );

const nextStep = ({ instance, onDeprovisionFailure }: RunRequest): string =>
  onDeprovisionFailure === undefined
    ? `Put right what is named and run \`pulumi up\` again: the workflow is run again, and keeps what is there.`
    : `Put right what is named and run \`pulumi up\` again. Until this succeeds, all that is left of ${instance} stays. ` +
      `Where it never can, as the server is gone: docs/troubleshooting.md#deprovisioning-that-cannot-succeed`;

const titleOf = ({ template }: RunRequest, workflow: Workflow): string =>
  `${placeOf(workflow)} (${template})`;

const placeOf = ({ metadata }: Workflow): string => `${metadata.namespace}/${metadata.name}`;

const ofWorkflow = ({ metadata }: Workflow): string =>
  `-n ${metadata.namespace} -l workflows.argoproj.io/workflow=${metadata.name}`;

const logs = (workflow: Workflow): string =>
  `kubectl logs ${ofWorkflow(workflow)} -c main --tail=-1`;

const pods = (workflow: Workflow): string => `kubectl describe pods ${ofWorkflow(workflow)}`;
