import { z } from "zod";
import { OperatorError } from "../../contract";
import { identityOf, isAlive, ProcessIdentity } from "../../servers/proc";
import { WorkflowError, type TtlStrategy, type WorkflowSpec } from "./fields";
import { isDone, type Phase, time } from "./nodes";
import { type Plan, planOf, workflowSpec } from "./plan";
import type { Interruption, Workshop } from "./pod-attempt";
import { deadlineOf, runWorkflow, statusOf } from "./workflow-run";

const GROUP = "/apis/argoproj.io/v1alpha1";

/** On a workflow that a runner has taken: which process it is. */
const RUNNER = "sandbox.openedx.org/runner";

/** Longest time that a timer waits, in milliseconds: what 31 bits hold. */
const LONGEST_TIMER = 2 ** 31 - 1;

const Workflow = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.unknown().optional(),
  status: z
    .looseObject({
      // Whoever may write a workflow may write anything there, which must not keep the others from running.
      phase: z.enum(["", "Pending", "Running", "Succeeded", "Failed", "Error"]).catch(""),
      startedAt: z.coerce.date().nullish().catch(undefined),
      finishedAt: z.coerce.date().nullish().catch(undefined),
      nodes: z.unknown().optional(),
    })
    .optional()
    .catch(undefined),
});
type Workflow = z.infer<typeof Workflow>;

/** What a runner writes into the annotation. */
const Owner = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("no JSON");
      return z.NEVER;
    }
  })
  .pipe(ProcessIdentity);

const Template = z.looseObject({ spec: z.unknown().optional() });

const pathOf = ({ metadata }: Workflow): string =>
  `${GROUP}/namespaces/${metadata.namespace}/workflows/${metadata.name}`;

/**
 * Plays the part of Argo Workflows that the templates of this project need: it runs the container of a workflow as a
 * process of this machine and tells the workflow's status. There are no pods.
 */
export class Runner {
  private readonly running = new Map<string, { abort: AbortController; ended: Promise<void> }>();
  /** Workflows that have ended here; what was read just before may tell otherwise. */
  private readonly done = new Set<string>();
  private readonly identity = identityOf(process.pid);

  constructor(
    private readonly workshop: Workshop,
    private readonly report: (line: string) => void,
  ) {}

  /** Looks at all workflows once: begins what is new, ends what was deleted or stopped, and deletes what is old. */
  async look(): Promise<void> {
    const found = await this.workshop.api.list(`${GROUP}/workflows`);
    const workflows = z.array(Workflow).parse(found);
    const there = new Set(workflows.map(({ metadata }) => metadata.uid));
    for (const [uid, { abort }] of this.running)
      if (!there.has(uid)) abort.abort(left("the workflow was deleted"));
    for (const uid of this.done) if (!there.has(uid)) this.done.delete(uid);
    await Promise.all(workflows.map((workflow) => this.attend(workflow)));
  }

  /** Ends all containers. Their workflows stay as they are, for the next runner. */
  async stop(): Promise<void> {
    const all = [...this.running.values()];
    for (const { abort } of all) abort.abort(left("the runner was stopped"));
    await Promise.all(all.map(({ ended }) => ended));
  }

  private async attend(workflow: Workflow): Promise<void> {
    const { uid } = workflow.metadata;
    const known = this.running.get(uid);
    const phase = workflow.status?.phase ?? "";
    if (known) {
      const shutdown = Shutdown.safeParse(workflow.spec).data?.shutdown;
      if (shutdown !== undefined) known.abort.abort(shutdownBy(shutdown));
    } else if (phase !== "" && isDone(phase)) {
      await this.deleteOld(workflow, phase);
    } else if (!this.done.has(uid) && !this.belongsToAnother(workflow)) {
      await this.begin(workflow);
    }
  }

  /** Whether a runner that is at work has taken the workflow. */
  private belongsToAnother({ metadata }: Workflow): boolean {
    const owner = Owner.safeParse(metadata.annotations[RUNNER]).data;
    return owner !== undefined && owner.pid !== process.pid && isAlive(owner);
  }

  private async begin(workflow: Workflow): Promise<void> {
    const { uid, resourceVersion } = workflow.metadata;
    const startedAt = workflow.status?.startedAt ?? new Date();
    const claimed = await this.workshop.api.patch(pathOf(workflow), {
      // Of two runners that have seen the same version, the server lets one through.
      metadata: { resourceVersion, annotations: { [RUNNER]: JSON.stringify(this.identity) } },
      status: { phase: "Running", startedAt: time(startedAt), progress: "0/1" },
    });
    if (!claimed) return;
    const abort = new AbortController();
    const ended = this.run(workflow, startedAt, abort)
      .then(() => void this.done.add(uid))
      .catch((error: unknown) => this.report(`${pathOf(workflow)}: ${String(error)}`))
      .finally(() => this.running.delete(uid));
    this.running.set(uid, { abort, ended });
  }

  private async run(workflow: Workflow, startedAt: Date, abort: AbortController): Promise<void> {
    const path = pathOf(workflow);
    const { namespace } = workflow.metadata;
    try {
      const own = workflowSpec(workflow.spec);
      const plan = await this.plan(workflow, own);
      const timer = deadlineTimer(plan, startedAt, abort);
      try {
        const nodes = workflow.status?.nodes;
        await runWorkflow(this.workshop, { path, namespace, startedAt, nodes, plan }, abort.signal);
      } finally {
        clearTimeout(timer);
      }
    } catch (error) {
      // The API server does not answer: the next look takes the workflow up again.
      if (error instanceof OperatorError) throw error;
      const known = error instanceof WorkflowError;
      if (!known) this.report(`${path}: ${String(error)}`);
      const message = known ? error.message : "the sandbox's runner failed, see its log";
      await this.workshop.api.patch(path, statusOf({ phase: "Error", message }));
    }
  }

  private async plan({ metadata }: Workflow, own: WorkflowSpec): Promise<Plan> {
    const path = `${GROUP}/clusterworkflowtemplates/${own.workflowTemplateRef.name}`;
    const found = await this.workshop.api.get(path);
    return planOf(metadata.name, own, found === undefined ? undefined : Template.parse(found).spec);
  }

  /** As `ttlStrategy` says. A workflow whose plan cannot be read has none. */
  private async deleteOld(workflow: Workflow, phase: Phase): Promise<void> {
    const finishedAt = workflow.status?.finishedAt;
    if (!finishedAt) return;
    const age = (Date.now() - finishedAt.getTime()) / 1000;
    if (age < SHORTEST_TTL) return;
    const ttl = await this.ttlOf(workflow);
    const specific = phase === "Succeeded" ? ttl.secondsAfterSuccess : ttl.secondsAfterFailure;
    const seconds = specific ?? ttl.secondsAfterCompletion;
    if (seconds !== undefined && age > seconds) await this.workshop.api.delete(pathOf(workflow));
  }

  private async ttlOf(workflow: Workflow): Promise<TtlStrategy> {
    try {
      return (await this.plan(workflow, workflowSpec(workflow.spec))).ttl;
    } catch (error) {
      if (error instanceof WorkflowError) return {};
      throw error;
    }
  }
}

const left = (message: string): Interruption => ({ kind: "left", message });

const shutdownBy = (strategy: string): Interruption => ({
  kind: "shutdown",
  message: `Stopped with strategy '${strategy}'`,
});

const PAST_DEADLINE: Interruption = { kind: "deadline", message: "Step exceeded its deadline" };

/** Younger workflows are left alone without a look at their templates, in seconds. */
const SHORTEST_TTL = 60;

const Shutdown = z.looseObject({ shutdown: z.string().optional() });

function deadlineTimer(
  plan: Plan,
  startedAt: Date,
  abort: AbortController,
): NodeJS.Timeout | undefined {
  const deadline = deadlineOf(plan, startedAt);
  if (deadline === undefined) return undefined;
  const milliseconds = Math.min(deadline.getTime() - Date.now(), LONGEST_TIMER);
  return setTimeout(() => abort.abort(PAST_DEADLINE), milliseconds);
}
