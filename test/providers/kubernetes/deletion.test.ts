import { describe, expect, it, vi } from "vitest";
import { deleteAndWait, stillThere } from "../../../sandbox/providers/kubernetes/deletion";
import { FakeApiServer } from "./support/fake-api-server";

const reference = { apiVersion: "v1", kind: "Secret", namespace: "default", name: "s" };
const path = "/api/v1/namespaces/default/secrets/s";
const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "default" } };
const held = { ...secret, metadata: { ...secret.metadata, finalizers: ["example.org/hold"] } };

describe("deleteAndWait", () => {
  it("deletes the very object that is meant", async () => {
    const server = new FakeApiServer();
    server.put(path, { ...secret, metadata: { ...secret.metadata, uid: "mine" } });
    await deleteAndWait(server.api, { reference, uid: "mine", timeoutSeconds: 1 });
    expect(server.objects.has(path)).toBe(false);
  });

  it("leaves alone one that has taken its name", async () => {
    const server = new FakeApiServer();
    server.put(path, { ...secret, metadata: { ...secret.metadata, uid: "another" } });
    await deleteAndWait(server.api, { reference, uid: "mine", timeoutSeconds: 1 });
    expect(server.objects.has(path)).toBe(true);
  });

  it("takes it for done when the object is gone already", async () => {
    await deleteAndWait(new FakeApiServer().api, { reference, uid: "mine", timeoutSeconds: 1 });
  });

  it("waits until the finalizers are done", async () => {
    const server = new FakeApiServer();
    server.put(path, held);
    const done = vi.fn();
    const deletion = deleteAndWait(server.api, { reference, timeoutSeconds: 60 }).then(done);
    await vi.waitUntil(() => server.calls.length > 4);
    expect(done).not.toHaveBeenCalled();
    server.objects.delete(path);
    await deletion;
    expect(done).toHaveBeenCalledOnce();
  });

  it("says after the timeout what it waits for", async () => {
    const server = new FakeApiServer();
    server.put(path, held);
    await expect(deleteAndWait(server.api, { reference, timeoutSeconds: 0.1 })).rejects.toThrow(
      "Secret default/s is still being deleted after 0.1 seconds: its finalizers are example.org/hold. " +
        "Check that whoever has to remove this runs, then run the same command again",
    );
  });

  it("does not take a server that has not loaded its kinds for one that has no such object", async () => {
    const server = new FakeApiServer();
    const application = { ...reference, apiVersion: "argoproj.io/v1alpha1", kind: "Application" };
    server.put("/apis/argoproj.io/v1alpha1/namespaces/default/applications/s", {
      ...held,
      apiVersion: application.apiVersion,
      kind: application.kind,
    });
    server.unknown.add("/apis/argoproj.io/v1alpha1");
    setTimeout(() => server.unknown.clear(), 0);
    const find = vi.waitUntil(async () => server.api.find(application));
    expect(await find).toMatchObject({ kind: "Application" });
  });
});

describe("stillThere", () => {
  it("knows what an Application waits for", () => {
    const live = { metadata: { finalizers: ["resources-finalizer.argocd.argoproj.io"] } };
    const application = {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      namespace: "argocd",
      name: "history",
    };
    expect(stillThere(live, { reference: application, timeoutSeconds: 600 })).toBe(
      "Application argocd/history: Argo CD has not finished removing what it deployed within 600 seconds. Check that " +
        "Argo CD's application controller runs, then run the same command again",
    );
  });

  it("passes on what a Namespace says", () => {
    const live = {
      kind: "Namespace",
      metadata: {},
      status: {
        conditions: [
          {
            type: "NamespaceContentRemaining",
            status: "True",
            message: "Some resources are remaining: pods. has 1 resource instances",
          },
          {
            type: "NamespaceDeletionDiscoveryFailure",
            status: "False",
            message: "All resources successfully discovered",
          },
        ],
      },
    };
    const namespace = { apiVersion: "v1", kind: "Namespace", name: "history" };
    expect(stillThere(live, { reference: namespace, timeoutSeconds: 300 })).toBe(
      "Namespace history is still being deleted after 300 seconds: Some resources are remaining: pods. has 1 resource " +
        "instances. Check that whoever has to remove this runs, then run the same command again",
    );
  });
});
