import { beforeEach, describe, expect, it } from "vitest";
import { removeDeleted } from "../../sandbox/actors/argo-cd";
import type { ClusterApi } from "../../sandbox/actors/cluster-api";

const FINALIZER = "resources-finalizer.argocd.argoproj.io";
const APPLICATIONS = "/apis/argoproj.io/v1alpha1/applications";
const PROJECTS = "/apis/argoproj.io/v1alpha1/appprojects";
const DEPLOYMENTS = "/apis/apps/v1/namespaces/history/deployments";
const SECRETS = "/api/v1/namespaces/history/secrets";

/** A cluster that answers from memory and keeps what it was asked to change. */
class FakeCluster implements ClusterApi {
  readonly objects = new Map<string, object[]>();
  readonly done: string[] = [];
  readonly patches: object[] = [];

  list(path: string): Promise<readonly unknown[]> {
    return Promise.resolve(this.objects.get(path) ?? []);
  }
  collections(): Promise<(namespace: string) => readonly string[]> {
    return Promise.resolve((namespace) => {
      this.done.push(`searched ${namespace}`);
      return [DEPLOYMENTS, SECRETS];
    });
  }
  patch(path: string, changes: object): Promise<void> {
    this.done.push(`patched ${path}`);
    this.patches.push(changes);
    return Promise.resolve();
  }
  delete(path: string): Promise<void> {
    this.done.push(`deleted ${path}`);
    return Promise.resolve();
  }
}

const leaving = { deletionTimestamp: "2026-11-21T09:00:00Z", resourceVersion: "7" };
const application = (metadata: object = leaving, status?: object) => ({
  metadata: {
    name: "history-sandbox",
    namespace: "argocd",
    finalizers: ["other.example/finalizer", FINALIZER],
    ...metadata,
  },
  spec: { project: "history-sandbox", destination: { namespace: "history" } },
  ...(status && { status }),
});
const project = (metadata: object = {}) => ({
  metadata: { name: "history-sandbox", namespace: "argocd", finalizers: [FINALIZER], ...metadata },
});
const deployed = (name: string, tracking?: string, metadata: object = {}) => ({
  metadata: {
    name,
    namespace: "history",
    ...(tracking !== undefined && {
      annotations: { "argocd.argoproj.io/tracking-id": tracking },
    }),
    ...metadata,
  },
});

let cluster: FakeCluster;
beforeEach(() => {
  cluster = new FakeCluster();
});

describe("an Application that is being deleted", () => {
  it("loses what it deployed first, and nothing else in the namespace", async () => {
    cluster.objects.set(APPLICATIONS, [application()]);
    cluster.objects.set(PROJECTS, [project()]);
    cluster.objects.set(DEPLOYMENTS, [
      deployed("lms", "history-sandbox:apps/Deployment:history/lms"),
      deployed("goes already", "history-sandbox:apps/Deployment:history/x", leaving),
      deployed("neighbour", "history-sandbox-2:apps/Deployment:history/neighbour"),
    ]);
    cluster.objects.set(SECRETS, [deployed("openedx")]);
    await removeDeleted(cluster);
    expect(cluster.done).toEqual(["searched history", `deleted ${DEPLOYMENTS}/lms`]);
  });

  it("loses Argo CD's finalizer, and no other, when nothing is left", async () => {
    cluster.objects.set(APPLICATIONS, [application()]);
    cluster.objects.set(PROJECTS, [project()]);
    await removeDeleted(cluster);
    expect(cluster.done.at(-1)).toBe(
      "patched /apis/argoproj.io/v1alpha1/namespaces/argocd/applications/history-sandbox",
    );
    expect(cluster.patches).toEqual([
      { metadata: { finalizers: ["other.example/finalizer"], resourceVersion: "7" } },
    ]);
  });

  it("waits, and says why, while its AppProject is missing", async () => {
    cluster.objects.set(APPLICATIONS, [application()]);
    cluster.objects.set(PROJECTS, [project({ namespace: "elsewhere" })]);
    cluster.objects.set(DEPLOYMENTS, [
      deployed("lms", "history-sandbox:apps/Deployment:history/lms"),
    ]);
    await removeDeleted(cluster);
    expect(cluster.patches).toMatchObject([
      {
        status: {
          conditions: [
            {
              type: "DeletionError",
              message:
                'error getting app project "history-sandbox": appproject.argoproj.io "history-sandbox" not found',
            },
          ],
        },
      },
    ]);
    expect(cluster.done).toHaveLength(1);
  });

  it("is not told the same twice", async () => {
    const message =
      'error getting app project "history-sandbox": appproject.argoproj.io "history-sandbox" not found';
    const status = { conditions: [{ type: "DeletionError", message }] };
    cluster.objects.set(APPLICATIONS, [application(leaving, status)]);
    await removeDeleted(cluster);
    expect(cluster.done).toEqual([]);
  });
});

describe("what is left alone", () => {
  it.each([
    ["an Application that stays", application({})],
    ["an Application without the finalizer", application({ ...leaving, finalizers: [] })],
  ])("%s", async (_, left) => {
    cluster.objects.set(APPLICATIONS, [left]);
    cluster.objects.set(PROJECTS, [project()]);
    await removeDeleted(cluster);
    expect(cluster.done).toEqual([]);
  });
});

describe("an AppProject that is being deleted", () => {
  it("stays while an Application refers to it", async () => {
    cluster.objects.set(APPLICATIONS, [application({})]);
    cluster.objects.set(PROJECTS, [project(leaving)]);
    await removeDeleted(cluster);
    expect(cluster.done).toEqual([]);
  });

  it("goes when none does", async () => {
    cluster.objects.set(PROJECTS, [project(leaving)]);
    await removeDeleted(cluster);
    expect(cluster.patches).toEqual([{ metadata: { finalizers: [], resourceVersion: "7" } }]);
  });
});
