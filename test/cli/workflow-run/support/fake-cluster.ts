import {
  type KubernetesApi,
  Refused,
  Unreachable,
} from "../../../../cli/workflow-run/kubernetes-api";
import type { RunRequest } from "../../../../cli/workflow-run/request";

export const REQUEST: RunRequest = {
  stack: "organization/openedx/campus",
  instance: "history",
  owner: "campus/history",
  run: "history-mysql",
  template: "mysql-provision",
  namespace: "openedx-operator",
  serviceAccount: "openedx-runs",
  parameters: { host: "mysql.example.org", port: "3306", database: "campus_history", user: "me" },
};

/** What a workflow's status is at one look after the other; the last one stays. `gone`, `down`: no answer of that kind. */
export type Look = object | "gone" | "down" | "forbidden";

interface Stage {
  /** The looks at the workflow that is submitted. */
  readonly looks: readonly Look[];
  /** Unfinished workflows of the same run, with their looks, by name. */
  readonly earlier?: Readonly<Record<string, readonly Look[]>>;
  readonly deadlineSeconds?: number | "no template";
  /** Why the API server refuses to create. */
  readonly refusal?: string;
  /** Pods of the workflow, by the node that they are, with their logs. */
  readonly logs?: Readonly<Record<string, string>>;
}

/** An API server that plays Argo Workflows as a test says. What it was asked to do is in `journal`. */
export function fakeCluster(stage: Stage): KubernetesApi & { readonly journal: unknown[] } {
  const journal: unknown[] = [];
  const looks = new Map<string, Look[]>(
    Object.entries({ ...stage.earlier, "history-mysql-x7k2p": stage.looks }).map(([name, all]) => [
      name,
      [...all],
    ]),
  );
  const workflow = (name: string, status: unknown = {}) => ({
    metadata: { name, namespace: "openedx-operator" },
    status,
  });

  function look(name: string): unknown {
    const all = looks.get(name) ?? [];
    const now = all.length > 1 ? all.shift() : all[0];
    if (now === "gone") return undefined;
    if (now === "down") throw new Unreachable("connection refused");
    if (now === "forbidden") throw new Refused("Forbidden", "you may not");
    return workflow(name, now);
  }

  const routes: readonly (readonly [RegExp, (name: string) => unknown])[] = [
    [
      /^\/apis\/argoproj.io\/v1alpha1\/clusterworkflowtemplates\/mysql-provision$/,
      () =>
        stage.deadlineSeconds === "no template"
          ? undefined
          : { spec: { activeDeadlineSeconds: stage.deadlineSeconds ?? 300 } },
    ],
    [
      /\/openedx-operator\/workflows\?labelSelector=openedx\.org%2Frun%3Dhistory-mysql%2Cworkflows\.argoproj\.io%2Fcompleted!%3Dtrue$/,
      () => ({ items: Object.keys(stage.earlier ?? {}).map((name) => workflow(name)) }),
    ],
    [/\/openedx-operator\/workflows\/([\w-]+)$/, look],
    [
      /\/pods\?labelSelector=workflows\.argoproj\.io%2Fworkflow%3D[\w-]+$/,
      () => ({
        items: Object.keys(stage.logs ?? {}).map((id) => ({
          metadata: { name: `pod-${id}`, annotations: { "workflows.argoproj.io/node-id": id } },
        })),
      }),
    ],
  ];

  return {
    journal,
    get(path) {
      for (const [pattern, answer] of routes) {
        const match = pattern.exec(path);
        if (match) return Promise.resolve().then(() => answer(match[1] ?? ""));
      }
      return Promise.reject(new Error(`nothing is known of ${path}`));
    },
    text(path) {
      const id = /\/pods\/pod-([\w-]+)\/log\?container=main&tailLines=50$/.exec(path)?.[1] ?? "";
      return Promise.resolve(stage.logs?.[id] ?? "");
    },
    create(path, object) {
      if (stage.refusal !== undefined)
        return Promise.reject(new Refused("Forbidden", stage.refusal));
      journal.push(["create", path, object]);
      return Promise.resolve(workflow("history-mysql-x7k2p"));
    },
    annotate(...note) {
      journal.push(["annotate", ...note]);
      return Promise.resolve();
    },
  };
}
