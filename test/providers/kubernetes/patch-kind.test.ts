import { beforeEach, describe, expect, it } from "vitest";
import type { Cluster } from "../../../sandbox/providers/kubernetes/cluster";
import { patchKind } from "../../../sandbox/providers/kubernetes/patch-kind";
import { UNKNOWN } from "../../../sandbox/providers/value";
import { check, identity } from "../support/ask";
import { FakeApiServer } from "./support/fake-api-server";

let server: FakeApiServer;
let cluster: Cluster;
beforeEach(() => {
  server = new FakeApiServer();
  cluster = { api: server.api, mutable: { Secret: true, ConfigMap: true } };
});

const kind = patchKind({ apiVersion: "v1", kind: "ConfigMap" });

describe("the check of a patch", () => {
  it("refuses one that does not say what it patches, in the official provider's words", async () => {
    await expect(check(kind, cluster, { data: { a: "1" } })).rejects.toThrow(
      "patch resources require the resource `.metadata.name` to be set",
    );
  });

  it("fills in the kind that is patched, and its namespace", async () => {
    const { inputs } = await check(kind, cluster, { metadata: { name: "c" }, data: {} });
    expect(inputs).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "c", namespace: "default" },
      data: {},
    });
  });
});

describe("the preview of a patch", () => {
  const preview = (namespace: string) => {
    const metadata = { name: "c", namespace };
    const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } };
    return kind.preview?.(cluster, { ...identity(), inputs });
  };

  it("asks the server, and changes nothing", async () => {
    expect(await preview("default")).toMatchObject({ data: { a: "1" } });
    expect(server.written("PATCH")).toEqual(["/api/v1/namespaces/default/configmaps/c"]);
    expect(server.objects.has("/api/v1/namespaces/default/configmaps/c")).toBe(false);
  });

  it("asks nothing while something is unknown", async () => {
    expect(await preview(UNKNOWN)).toMatchObject({ data: { a: "1" } });
    expect(server.calls).toEqual([]);
  });
});

it("a patch of Secrets keeps their data secret", () => {
  expect(patchKind({ apiVersion: "v1", kind: "Secret" }).secrets).toEqual(["data", "stringData"]);
});
