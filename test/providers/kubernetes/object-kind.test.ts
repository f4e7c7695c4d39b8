import { beforeEach, describe, expect, it } from "vitest";
import type { DiffRequest } from "../../../sandbox/providers/contract";
import { kubernetesStandIn } from "../../../sandbox/providers/kubernetes";
import type { Cluster } from "../../../sandbox/providers/kubernetes/cluster";
import { objectKind } from "../../../sandbox/providers/kubernetes/object-kind";
import {
  propertiesAt,
  sameValue,
  UNKNOWN,
  type Properties,
} from "../../../sandbox/providers/value";
import { check } from "../support/ask";
import { FakeApiServer } from "./support/fake-api-server";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const identity = (name: string) => ({ urn: `urn:pulumi:s::p::t::${name}`, type: "t", name });

let server: FakeApiServer;
let cluster: Cluster;
beforeEach(() => {
  server = new FakeApiServer();
  cluster = { api: server.api, mutable: { Secret: true, ConfigMap: true } };
});

const secretKind = objectKind({ apiVersion: "v1", kind: "Secret" });
const path = "/api/v1/namespaces/default/secrets/s";
const secret = (rest: Properties = {}): Properties => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "s", namespace: "default" },
  ...rest,
});

describe("the types served", () => {
  const standIn = kubernetesStandIn({});
  it.each([
    ["kubernetes:core/v1:Secret", true],
    ["kubernetes:rbac.authorization.k8s.io/v1:Role", true],
    ["kubernetes:argoproj.io/v1alpha1:Application", true],
    ["kubernetes:core/v1:ServiceAccountPatch", true],
    ["kubernetes:yaml:ConfigFile", false],
    ["random:index/randomId:RandomId", false],
  ])("%s: %s", (type, isServed) => {
    expect(standIn.otherResource?.(type) !== undefined).toBe(isServed);
  });

  it("keeps a Secret's data secret whatever the program says, and nothing else", () => {
    expect(secretKind.secrets).toEqual(["data", "stringData"]);
    expect(objectKind({ apiVersion: "v1", kind: "ConfigMap" }).secrets).toEqual([]);
  });
});

describe("check", () => {
  it("fills in kind, namespace and a name that is kept from then on", async () => {
    const { inputs } = await check(secretKind, cluster, { data: {} });
    expect(inputs).toMatchObject({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace: "default", annotations: { "pulumi.com/autonamed": "true" } },
    });
    expect(inputs).toHaveProperty("metadata.name", expect.stringMatching(/^it-[0-9a-f]{8}$/));
    const [, madeUp] = /"name":"([^"]*)"/.exec(JSON.stringify(inputs)) ?? [];
    const kept = {
      ...inputs,
      metadata: { ...propertiesAt(inputs, "metadata"), name: `${madeUp}x` },
    };
    expect((await check(secretKind, cluster, { data: {} }, kept)).inputs).toEqual(kept);
  });

  it("gives no namespace to what lives in none", async () => {
    const kind = objectKind({ apiVersion: "v1", kind: "Namespace" });
    const { inputs } = await check(kind, cluster, { metadata: { name: "n" } });
    expect(inputs).toEqual({ apiVersion: "v1", kind: "Namespace", metadata: { name: "n" } });
  });
});

describe("what replaces an object", () => {
  const replacing = (kind: string, mutable: boolean, oldOutputs: Properties = {}) => {
    const { replaceOn } = objectKind({ apiVersion: "v1", kind });
    const settings = { ...cluster, mutable: { Secret: mutable, ConfigMap: mutable } };
    return typeof replaceOn === "function"
      ? replaceOn(settings, diffOf({ oldOutputs })).slice(4)
      : replaceOn;
  };

  it("is its data only where the provider is told so or the object is sealed", () => {
    expect(replacing("Secret", true)).toEqual(["type"]);
    expect(replacing("Secret", false)).toEqual(["type", "data", "stringData"]);
    expect(replacing("ConfigMap", true)).toEqual([]);
    expect(replacing("ConfigMap", true, { immutable: true })).toEqual(["data", "binaryData"]);
    expect(replacing("RoleBinding", true)).toEqual(["roleRef"]);
  });

  it("goes first if the new one has its name", () => {
    const { deleteBeforeReplace } = secretKind;
    const goesFirst = (name: string) =>
      typeof deleteBeforeReplace === "function" &&
      deleteBeforeReplace(
        cluster,
        diffOf({ oldInputs: { metadata: { name: "a" } }, inputs: { metadata: { name } } }),
      );
    expect([goesFirst("a"), goesFirst("b")]).toEqual([true, false]);
  });

  const diffOf = (rest: Partial<DiffRequest>): DiffRequest => ({
    ...identity("s"),
    id: "default/s",
    inputs: {},
    oldInputs: {},
    oldOutputs: {},
    ...rest,
  });
});

describe("create", () => {
  it("refuses an object that is there already, in the official provider's words", async () => {
    const theirs = server.put(path, secret());
    await expect(create(secret())).rejects.toThrow(
      'resource "urn:pulumi:s::p::t::s" was not successfully created by the Kubernetes API server: "s" already exists',
    );
    expect(server.objects.get(path)).toBe(theirs);
  });

  it("refuses a kind that is not installed", async () => {
    const request = { ...identity("a"), inputs: { ...secret(), apiVersion: "x.io/v1", kind: "X" } };
    await expect(secretKind.create(cluster, request)).rejects.toThrow(
      'resource "urn:pulumi:s::p::t::a" was not successfully created by the Kubernetes API server: it has no kind X in ' +
        "x.io/v1. Verify that any required CRDs have been created",
    );
  });

  it("sends stringData as data and gives the id of the official provider", async () => {
    const created = await create(secret({ stringData: { a: "1" } }));
    expect(created.id).toBe("default/s");
    expect(server.objects.get(path)).toMatchObject({ data: { a: base64("1") } });
    expect(created.outputs).not.toHaveProperty("stringData");
  });

  const create = (inputs: Properties) => secretKind.create(cluster, { ...identity("s"), inputs });
});

describe("preview", () => {
  const preview = (inputs: Properties, oldOutputs?: Properties) =>
    secretKind.preview?.(cluster, { ...identity("s"), inputs, oldOutputs });

  it("asks the server without writing", async () => {
    expect(await preview(secret())).toEqual(secret());
    await preview(secret({ data: {} }), secret());
    expect(server.calls.map(({ path }) => path).filter((at) => at.includes("?"))).toEqual([
      "/api/v1/namespaces/default/secrets?fieldManager=pulumi-kubernetes&fieldValidation=Strict&dryRun=All",
      `${path}?fieldManager=pulumi-kubernetes&force=true&fieldValidation=Strict&dryRun=All`,
    ]);
    expect(server.objects.has(path)).toBe(false);
  });

  it("shows the inputs where the server cannot know", async () => {
    const unknown = secret({ data: { a: UNKNOWN } });
    const homeless = { ...secret(), metadata: { name: "s", namespace: "planned" } };
    const kindless = { ...secret(), apiVersion: "planned.io/v1" };
    for (const inputs of [unknown, homeless, kindless])
      expect(await preview(inputs)).toEqual(inputs);
  });
});

describe("update", () => {
  const update = (inputs: Properties) =>
    secretKind.update?.(cluster, {
      ...identity("s"),
      id: "default/s",
      inputs,
      oldInputs: {},
      oldOutputs: {},
    });

  it("takes over the fields that the creation wrote, so that they can be removed", async () => {
    const created = { manager: "pulumi-kubernetes", operation: "Update" };
    const theirs = { manager: "kubectl", operation: "Update" };
    const metadata = { name: "s", namespace: "default", managedFields: [created, theirs] };
    server.put(path, secret({ metadata: { ...metadata, resourceVersion: "7" } }));
    await update(secret());
    expect(server.calls.find((call) => call.contentType?.includes("merge"))?.body).toEqual({
      metadata: {
        managedFields: [{ ...created, operation: "Apply" }, theirs],
        resourceVersion: "7",
      },
    });
  });

  it("does not make anew what somebody has deleted", async () => {
    await expect(update(secret())).rejects.toThrow(
      'resource "urn:pulumi:s::p::t::s" was not successfully updated by the Kubernetes API server: Secret default/s is ' +
        'gone. "pulumi refresh" makes the state forget it, then "pulumi up" makes it anew',
    );
    expect(server.written("PATCH")).toEqual([]);
  });
});

describe("read", () => {
  const read = (oldInputs: Properties) =>
    secretKind.read(cluster, { ...identity("s"), id: "default/s", oldInputs, oldOutputs: {} });

  it("finds nothing only where a server says so", async () => {
    expect(await read(secret())).toBeUndefined();
  });

  it("gives the inputs that would explain what is there", async () => {
    server.put(path, secret({ data: { a: base64("theirs") }, type: "Opaque" }));
    const found = await read(secret({ stringData: { a: "mine" } }));
    expect(found?.inputs).toEqual(secret({ stringData: { a: "theirs" } }));
  });

  it("does not take the server's way of writing for a change, and a change for its way of writing", async () => {
    server.normalise = (object) =>
      sameValue(object.data, { a: "0.5" }) ? { ...object, data: { a: "500m" } } : object;
    const mine = secret({ data: { a: "0.5" } });
    server.put(path, mine);
    expect((await read(mine))?.inputs).toEqual(mine);
    server.put(path, secret({ data: { a: "600m" } }));
    expect((await read(mine))?.inputs).toEqual(secret({ data: { a: "600m" } }));
  });
});
