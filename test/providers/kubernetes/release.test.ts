import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import {
  ARGO_CD_CHART,
  ARGO_HELM_REPOSITORY,
  ARGO_WORKFLOWS_CHART,
} from "../../../components/shared/versions";
import type { ResourceKind } from "../../../sandbox/providers/contract";
import type { Cluster } from "../../../sandbox/providers/kubernetes/cluster";
import { releaseKind } from "../../../sandbox/providers/kubernetes/release";
import { fromSecret } from "../../../sandbox/providers/kubernetes/release-record";
import { propertiesAt, type Properties } from "../../../sandbox/providers/value";
import { check, create as createChecked, itTakesTheInputsOf, refusals } from "../support/ask";
import { FakeApiServer } from "./support/fake-api-server";

const crd = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "applications.argoproj.io" },
  spec: {
    group: "argoproj.io",
    names: { kind: "Application" },
    versions: [{ name: "v1alpha1", served: true }],
  },
  // As if the server had accepted it at once.
  status: { conditions: [{ type: "Established", status: "True" }] },
};
const crdPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/applications.argoproj.io";
const secretPath = (revision: number): string =>
  `/api/v1/namespaces/argocd/secrets/sh.helm.release.v1.argocd.v${revision}`;

const SIMULATED =
  "simulated by the sandbox: the chart's custom resource definitions are installed, its workloads do not run";

let folder: string;
let server: FakeApiServer;
let cluster: Cluster;
let kind: ResourceKind<Cluster>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "charts-"));
  const file = join(folder, "application-crd.yaml");
  writeFileSync(file, stringify(crd));
  server = new FakeApiServer();
  cluster = { api: server.api, mutable: { Secret: true, ConfigMap: true } };
  kind = releaseKind({ "argo-cd": [file] });
});
afterEach(() => rmSync(folder, { recursive: true }));

const inputs = (rest: Properties = {}): Properties => ({
  name: "argocd",
  namespace: "argocd",
  createNamespace: true,
  chart: "argo-cd",
  version: ARGO_CD_CHART,
  repositoryOpts: { repo: ARGO_HELM_REPOSITORY },
  values: { server: { replicas: 1 } },
  ...rest,
});
const create = (rest: Properties = {}) => createChecked(kind, cluster, inputs(rest));
const identity = { urn: "urn:pulumi:s::p::t::it", type: "t", name: "it", id: "argocd/argocd" };
const update = async (rest: Properties) =>
  kind.update?.(cluster, {
    ...identity,
    inputs: (await check(kind, cluster, inputs(rest))).inputs,
    oldInputs: {},
    oldOutputs: {},
  });
const recordOf = (revision: number) => fromSecret(server.objects.get(secretPath(revision)) ?? {});

describe("check", () => {
  itTakesTheInputsOf(releaseKind({}), "kubernetes/helm/v3/release", "ReleaseArgs");

  it.each<[string, Properties, string]>([
    [
      "a version that is not there",
      { version: "9.9.9" },
      `chart "argo-cd" version "9.9.9" not found in ${ARGO_HELM_REPOSITORY} repository ` +
        `(the sandbox has argo-cd ${ARGO_CD_CHART}, argo-workflows ${ARGO_WORKFLOWS_CHART})`,
    ],
    [
      "a chart that is not there",
      { chart: "argo-dc" },
      `chart "argo-dc" version "${ARGO_CD_CHART}" not found in ${ARGO_HELM_REPOSITORY} repository ` +
        `(the sandbox has argo-cd ${ARGO_CD_CHART}, argo-workflows ${ARGO_WORKFLOWS_CHART})`,
    ],
    [
      "another repository",
      { repositoryOpts: { repo: "https://charts.example" } },
      'looks like "https://charts.example" is not a valid chart repository or cannot be reached: ' +
        `the sandbox has only ${ARGO_HELM_REPOSITORY}`,
    ],
    [
      "no repository",
      { repositoryOpts: {} },
      "non-absolute URLs should be in form of repo_name/path_to_chart, got: argo-cd",
    ],
    [
      "files that it would have to read",
      { valueYamlFiles: [] },
      "valueYamlFiles: the official provider takes this input, the sandbox has nothing to serve it with; leave it out",
    ],
    [
      "definitions that go with the release",
      { values: { crds: { keep: false } } },
      "values.crds.keep: the sandbox always keeps the definitions, as the chart does by default; leave it out",
    ],
  ])("refuses %s", async (_what, wrong, refusal) => {
    expect(await refusals(kind, cluster, inputs(wrong))).toEqual([refusal]);
  });

  it("takes the newest version, the provider's namespace and a name of its own by default", async () => {
    const { chart, repositoryOpts } = inputs();
    const checked = await check(kind, cluster, {
      chart: chart ?? "",
      repositoryOpts: repositoryOpts ?? {},
    });
    expect(checked.failures).toEqual([]);
    expect(checked.inputs).toMatchObject({ version: ARGO_CD_CHART, namespace: "default" });
    expect(checked.inputs.name).toMatch(/^it-[0-9a-f]{8}$/);
  });
});

describe("create", () => {
  it("makes namespace, definitions and Helm's own record, and says that it is simulated", async () => {
    const created = await create();
    expect(created.id).toBe("argocd/argocd");
    expect(created.outputs).toMatchObject({
      description: `Install complete (${SIMULATED})`,
      status: { revision: 1, status: "deployed", version: ARGO_CD_CHART, appVersion: "simulated" },
    });
    expect(server.objects.has("/api/v1/namespaces/argocd")).toBe(true);
    expect(propertiesAt(server.objects.get(crdPath) ?? {}, "metadata").annotations).toEqual({
      "meta.helm.sh/release-name": "argocd",
      "meta.helm.sh/release-namespace": "argocd",
      "helm.sh/resource-policy": "keep",
    });
    expect(server.objects.get(secretPath(1))).toMatchObject({
      type: "helm.sh/release.v1",
      metadata: { labels: { owner: "helm", name: "argocd", status: "deployed", version: "1" } },
    });
    expect(recordOf(1)).toMatchObject({
      chart: { name: "argo-cd", version: ARGO_CD_CHART },
      values: { server: { replicas: 1 } },
    });
  });

  it("changes a definition that the server does not take up, as one does that was killed in between", async () => {
    const waiting = { conditions: [{ type: "NamesAccepted", status: "True" }] };
    let changes = 0;
    server.normalise = (object) => {
      if (object.kind !== "CustomResourceDefinition") return object;
      changes += 1;
      return changes === 1 ? { ...object, status: waiting } : object;
    };
    await create();
    expect(changes).toBe(3);
    expect(
      propertiesAt(propertiesAt(server.objects.get(crdPath) ?? {}, "metadata"), "annotations"),
    ).not.toHaveProperty(["sandbox.openedx/applied-anew"]);
  });

  it("refuses a name that is in use", async () => {
    await create();
    await expect(create()).rejects.toThrow("cannot re-use a name that is still in use");
  });

  it("does not make a namespace unless it is told to", async () => {
    await expect(create({ createNamespace: false })).rejects.toThrow(
      'create: failed to create: namespaces "argocd" not found',
    );
  });

  it("does not take over definitions of another release", async () => {
    await create();
    await expect(create({ name: "second" })).rejects.toThrow(
      'unable to continue with install: CustomResourceDefinition "applications.argoproj.io" in namespace "" exists and ' +
        "cannot be imported into the current release: invalid ownership metadata; annotation validation error: key " +
        '"meta.helm.sh/release-name" must equal "second": current value is "argocd"',
    );
  });

  it("leaves the definitions out when the values say so", async () => {
    await create({ values: { crds: { install: false } } });
    expect(server.objects.has(crdPath)).toBe(false);
  });
});

describe("update", () => {
  it("adds a revision and keeps as many as it is told", async () => {
    await create();
    await update({ values: { a: 2 } });
    expect([recordOf(1).status, recordOf(2).status]).toEqual(["superseded", "deployed"]);
    const outputs = await update({ values: { a: 3 }, maxHistory: 2 });
    expect(outputs).toHaveProperty("status.revision", 3);
    expect(server.objects.has(secretPath(1))).toBe(false);
    expect(recordOf(3)).toMatchObject({
      values: { a: 3 },
      firstDeployed: recordOf(2).firstDeployed,
    });
  });

  it("refuses a release that is gone", async () => {
    await expect(update({})).rejects.toThrow('"argocd" has no deployed releases');
  });
});

describe("read and delete", () => {
  const read = (oldInputs: Properties) =>
    kind.read(cluster, { ...identity, oldInputs, oldOutputs: {} });

  it("finds what is installed", async () => {
    const { outputs } = await create();
    const checked = (await check(kind, cluster, inputs())).inputs;
    expect(await read(checked)).toEqual({ id: "argocd/argocd", inputs: checked, outputs });
    expect((await read({ ...checked, values: { b: 1 } }))?.inputs.values).toEqual({
      server: { replicas: 1 },
    });
  });

  it("deletes the record and keeps the definitions and the namespace", async () => {
    await create();
    await update({ values: {} });
    await kind.delete(cluster, { ...identity, oldInputs: {}, oldOutputs: {} });
    expect([...server.objects.keys()]).toEqual([
      "/api/v1/namespaces/default",
      "/api/v1/namespaces/argocd",
      crdPath,
    ]);
    expect(await read({})).toBeUndefined();
  });
});
