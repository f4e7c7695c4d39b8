import { describe, expect, it } from "vitest";
import { RunFailed } from "../../../cli/workflow-run/failure";
import { runWorkflow } from "../../../cli/workflow-run/run";
import { fakeCluster, REQUEST } from "./support/fake-cluster";

type Stage = Parameters<typeof fakeCluster>[0];

const done = { phase: "Succeeded" };

/** Runs to the end. Gives what was reported, or the error, and what was asked of the cluster. */
async function run(stage: Stage, request = REQUEST) {
  const api = fakeCluster(stage);
  const lines: string[] = [];
  const report = (line: string) => void lines.push(line);
  const error: unknown = await runWorkflow(api, request, {
    report,
    graceSeconds: 0.1,
    pauseSeconds: 0.001,
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { lines, error, journal: api.journal };
}

/** The lines of the message of a run that must fail. */
async function failure(stage: Stage, request = REQUEST): Promise<readonly string[]> {
  const { error } = await run(stage, request);
  if (error instanceof RunFailed) return error.message.split("\n");
  throw new Error("this run was to fail", { cause: error });
}

const NEXT =
  "Put right what is named and run `pulumi up` again: the workflow is run again, and keeps what is there.";
const NEXT_REMOVAL =
  "Put right what is named and run `pulumi up` again. Until this succeeds, all that is left of history stays. " +
  "Where it never can, as the server is gone: docs/troubleshooting.md#deprovisioning-that-cannot-succeed";

describe("a run", () => {
  it("submits a workflow of the template, marked as its own, and waits until it has succeeded", async () => {
    const looks = [{}, { phase: "Pending" }, { phase: "Running" }, done];
    const { lines, error, journal } = await run({ looks });
    expect(error).toBeUndefined();
    expect(lines).toEqual([
      "submitted the workflow history-mysql-x7k2p (mysql-provision)",
      expect.stringMatching(/^the workflow history-mysql-x7k2p succeeded after \d+ s$/),
    ]);
    expect(journal).toEqual([
      [
        "create",
        "/apis/argoproj.io/v1alpha1/namespaces/openedx-operator/workflows",
        {
          apiVersion: "argoproj.io/v1alpha1",
          kind: "Workflow",
          metadata: {
            generateName: "history-mysql-",
            namespace: "openedx-operator",
            labels: {
              "app.kubernetes.io/managed-by": "openedx",
              "openedx.org/instance": "history",
              "openedx.org/run": "history-mysql",
            },
            annotations: { "openedx.org/owner": "campus/history" },
          },
          spec: {
            workflowTemplateRef: { name: "mysql-provision", clusterScope: true },
            serviceAccountName: "openedx-runs",
            arguments: {
              parameters: [
                { name: "host", value: "mysql.example.org" },
                { name: "port", value: "3306" },
                { name: "database", value: "campus_history" },
                { name: "user", value: "me" },
              ],
            },
          },
        },
      ],
    ]);
  });

  it("lets a workflow end that an earlier run has left, however it ends, and only then submits its own", async () => {
    const earlier = {
      "history-mysql-old": [{ phase: "Running" }, { phase: "Failed" }],
      "history-mysql-deleted": [{ phase: "Running" }, "gone" as const],
    };
    const { lines } = await run({ looks: [done], earlier });
    expect(lines.slice(0, 3)).toEqual([
      "waiting for the workflow history-mysql-old, which an earlier run has left",
      "waiting for the workflow history-mysql-deleted, which an earlier run has left",
      "submitted the workflow history-mysql-x7k2p (mysql-provision)",
    ]);
  });

  it("submits none beside one that does not end", async () => {
    const earlier = { "history-mysql-old": [{ phase: "Running" }] };
    const stage = { looks: [done], earlier, deadlineSeconds: 0 };
    expect(await failure(stage)).toEqual([
      "The workflow openedx-operator/history-mysql-old of an earlier run has not ended within 0.1 s, and a second one must not run beside it.",
      "See what it waits for: kubectl describe pods -n openedx-operator -l workflows.argoproj.io/workflow=history-mysql-old",
      `Or stop it, and run the same command again: kubectl -n openedx-operator patch workflow history-mysql-old --type=merge --patch='{"spec":{"shutdown":"Terminate"}}'`,
    ]);
    expect((await run(stage)).journal).toEqual([]);
  });

  it("asks again where the API server does not answer for a while", async () => {
    const { error, lines } = await run({ looks: ["down", { phase: "Running" }, "down", done] });
    expect(error).toBeUndefined();
    expect(lines.length).toBe(2);
  });

  it("gives up where it does not answer until the end, which says nothing about the workflow", async () => {
    const { error } = await run({ looks: ["down"], deadlineSeconds: 0 });
    expect(error).toEqual(expect.objectContaining({ name: "Unreachable" }));
  });

  it("ends at once where it may not look", async () => {
    const { error } = await run({ looks: ["forbidden"] });
    expect(error).toEqual(expect.objectContaining({ name: "Refused", message: "you may not" }));
  });
});

describe("the message of a run that failed", () => {
  const failed = {
    phase: "Failed",
    message: "retryStrategy.expression evaluated to false",
    nodes: {
      root: { id: "root", type: "Retry", phase: "Failed", message: "No more retries left" },
      first: {
        id: "first",
        type: "Pod",
        phase: "Failed",
        message: "main: Error (exit code 75): a server that was down",
        finishedAt: "2026-01-01T00:00:01Z",
      },
      second: {
        id: "second",
        type: "Pod",
        phase: "Failed",
        message: "main: Error (exit code 77): mysql-provision: ERROR 1045\nAccess denied\n",
        finishedAt: "2026-01-01T00:00:09Z",
      },
    },
  };
  const LOGS =
    "Its logs: kubectl logs -n openedx-operator -l workflows.argoproj.io/workflow=history-mysql-x7k2p -c main --tail=-1";
  const HEAD = expect.stringMatching(
    /^The workflow openedx-operator\/history-mysql-x7k2p \(mysql-provision\) failed after \d+ s: retryStrategy.expression evaluated to false$/,
  ) as string;

  it("has what the last step said, as Argo kept it", async () => {
    expect(await failure({ looks: [failed] })).toEqual([
      HEAD,
      "Its last step ended with exit code 77:",
      "  mysql-provision: ERROR 1045",
      "  Access denied",
      NEXT,
      LOGS,
    ]);
  });

  it("has the log of the last step's pod where that is still there", async () => {
    const logs = { first: "another one\n", second: "the whole log\nof two lines\n" };
    expect(await failure({ looks: [failed], logs })).toEqual([
      HEAD,
      "Its last step ended with exit code 77:",
      "  the whole log",
      "  of two lines",
      NEXT,
      LOGS,
    ]);
  });

  it("has what the step before said, where the last one was cut off before it said anything", async () => {
    const cut = {
      ...{ id: "third", type: "Pod", phase: "Failed", message: "Step exceeded its deadline" },
      finishedAt: "2026-01-01T00:00:19Z",
    };
    const silent = { ...cut, id: "fourth", message: "main: OOMKilled (exit code 137)" };
    const nodes = {
      ...failed.nodes,
      silent: { ...silent, finishedAt: "2026-01-01T00:00:11Z" },
      cut,
    };
    expect((await failure({ looks: [{ ...failed, nodes }] })).slice(1, -2)).toEqual([
      "Its last step says:",
      "  Step exceeded its deadline",
      "A step before it ended with exit code 77:",
      "  mysql-provision: ERROR 1045",
      "  Access denied",
    ]);
  });

  it("says so where the step said nothing, or there was none", async () => {
    const node = {
      id: "n",
      type: "Pod",
      phase: "Failed",
      message: "main: OOMKilled (exit code 137)",
    };
    const silent = { ...failed, nodes: { n: node } };
    expect((await failure({ looks: [silent] }))[1]).toBe(
      "Its last step ended with exit code 137 and nothing else.",
    );
    const none = { phase: "Error", message: "invalid spec" };
    expect(await failure({ looks: [none] })).toEqual([
      expect.stringMatching(/ failed after \d+ s: invalid spec$/),
      NEXT,
      LOGS,
    ]);
    const evicted = { ...node, message: "The node was low on resource: memory." };
    expect((await failure({ looks: [{ ...failed, nodes: { n: evicted } }] })).slice(1, 3)).toEqual([
      "Its last step says:",
      "  The node was low on resource: memory.",
    ]);
  });

  it("says of a removal what stays, and where to read on", async () => {
    const request = { ...REQUEST, onDeprovisionFailure: "stop" } as const;
    expect(await failure({ looks: [failed] }, request)).toContain(NEXT_REMOVAL);
  });

  it("tells of a workflow that takes too long what it waits for", async () => {
    const pending = { phase: "Pending", message: "exceeded quota" };
    expect(await failure({ looks: [pending], deadlineSeconds: 0 })).toEqual([
      "The workflow openedx-operator/history-mysql-x7k2p (mysql-provision) has not ended within 0.1 s.",
      "It is Pending (exceeded quota); see what its pod waits for: kubectl describe pods -n openedx-operator -l workflows.argoproj.io/workflow=history-mysql-x7k2p",
      "Where it only needs more time, raise openedx:platform.argoWorkflows.timeoutSeconds.",
      NEXT,
    ]);
    expect((await failure({ looks: [{}], deadlineSeconds: 0 }))[1]).toBe(
      "Argo Workflows has not begun it: see that its controller runs, and looks at this namespace.",
    );
  });

  it("tells of a workflow that was deleted, a template that is missing, and a refusal", async () => {
    expect(await failure({ looks: [{}, "gone"] })).toEqual([
      "The workflow openedx-operator/history-mysql-x7k2p (mysql-provision) was deleted by somebody before it had ended.",
      NEXT,
    ]);
    expect(await failure({ looks: [], deadlineSeconds: "no template" })).toEqual([
      "The cluster has no ClusterWorkflowTemplate mysql-provision, which this stack has installed: somebody has deleted it. Run `pulumi refresh` and `pulumi up`, which install it again.",
    ]);
    expect(await failure({ looks: [], refusal: "exceeded quota" })).toEqual([
      "The API server refused a workflow of mysql-provision in the namespace openedx-operator: exceeded quota",
      NEXT,
    ]);
  });
});
