import { describe, expect, it } from "vitest";
import { parseDeployment, type Deployment } from "../../../cli/recover/deployment";
import { pendingImports, settle } from "../../../cli/recover/pending";

const urn = (type: string, name: string): string => `urn:pulumi:sandbox::openedx::${type}::${name}`;

const SUFFIX = {
  type: "random:index/randomId:RandomId",
  urn: urn("random:index/randomId:RandomId", "history-suffix"),
  id: "wP_-7Q",
  outputs: { hex: "c0fffeed" },
};

const MARKED = { "openedx.org/owner": "campus/history" };

/** A state in which the creation of each of `created` was interrupted. */
const interrupted = (
  created: readonly { readonly type: string; readonly inputs: object }[],
  resources: readonly object[] = [SUFFIX],
): Deployment =>
  parseDeployment({
    resources,
    pending_operations: created.map(({ type, inputs }) => ({
      type: "creating",
      resource: { type, urn: urn(type, "it"), custom: true, inputs },
    })),
  });

describe("pendingImports: ids as the providers form them", () => {
  it.each([
    [
      "mysql:index/database:Database",
      { name: "campus_openedx_c0fffeed" },
      "campus_openedx_c0fffeed",
    ],
    ["mysql:index/user:User", { user: "campus_c0fffeed", host: "%" }, "campus_c0fffeed@%"],
    ["aws:s3/bucket:Bucket", { bucket: "campus-c0fffeed" }, "campus-c0fffeed"],
    ["aws:s3/bucketVersioning:BucketVersioning", { bucket: "campus-c0fffeed" }, "campus-c0fffeed"],
    [
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      { bucket: "campus-c0fffeed" },
      "campus-c0fffeed",
    ],
    ["aws:s3/bucketPolicy:BucketPolicy", { bucket: "campus-c0fffeed" }, "campus-c0fffeed"],
    [
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      { bucket: "campus-c0fffeed" },
      "campus-c0fffeed",
    ],
    [
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      { bucket: "campus-c0fffeed" },
      "campus-c0fffeed",
    ],
    [
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      { bucket: "campus-c0fffeed" },
      "campus-c0fffeed",
    ],
    ["aws:iam/user:User", { name: "campus-c0fffeed" }, "campus-c0fffeed"],
    [
      "digitalocean:index/spacesBucket:SpacesBucket",
      { name: "campus-c0fffeed", region: "nyc3" },
      "campus-c0fffeed",
    ],
    [
      "aws:iam/userPolicy:UserPolicy",
      { user: "campus-c0fffeed", name: "own-bucket" },
      "campus-c0fffeed:own-bucket",
    ],
    [
      "digitalocean:index/databaseDb:DatabaseDb",
      { clusterId: "9cc10173", name: "campus_openedx_c0fffeed" },
      "9cc10173/database/campus_openedx_c0fffeed",
    ],
    [
      "mongodbatlas:index/databaseUser:DatabaseUser",
      { projectId: "p1", authDatabaseName: "admin", username: "campus_c0fffeed" },
      "YXV0aF9kYXRhYmFzZV9uYW1l:YWRtaW4=-cHJvamVjdF9pZA==:cDE=-dXNlcm5hbWU=:Y2FtcHVzX2MwZmZmZWVk",
    ],
  ])("%s", (type, inputs, id) => {
    const { imports, cleared } = pendingImports(interrupted([{ type, inputs }]));
    expect(imports.map((each) => [each.urn, each.id])).toEqual([[urn(type, "it"), id]]);
    expect(cleared).toEqual([]);
  });

  it("clears the patch of an object, as what it patches is not the stack's own", () => {
    const metadata = { name: "default", namespace: "history", annotations: MARKED };
    const inputs = { apiVersion: "v1", kind: "ServiceAccount", metadata };
    const created = { type: "kubernetes:core/v1:ServiceAccountPatch", inputs };
    const { imports, cleared } = pendingImports(interrupted([created]));
    expect(imports).toEqual([]);
    expect(cleared).toEqual([urn(created.type, "it")]);
  });

  it.each([
    ["networking.k8s.io/v1", "NetworkPolicy"],
    ["v1", "ResourceQuota"],
    ["v1", "LimitRange"],
  ])("imports a fence of %s %s by its mark", (apiVersion, kind) => {
    const metadata = { name: "openedx", namespace: "history", annotations: MARKED };
    const group = apiVersion === "v1" ? "core/v1" : apiVersion;
    const type = `kubernetes:${group}:${kind}`;
    const { imports } = pendingImports(
      interrupted([{ type, inputs: { apiVersion, kind, metadata } }]),
    );
    expect(imports.map(({ id }) => id)).toEqual(["history/openedx"]);
  });

  it("clears a MySQL grant, which may be given twice, and whose plugin asks only for the user", () => {
    const inputs = { user: "campus_c0fffeed", host: "%", database: "campus_openedx_c0fffeed" };
    const { imports, cleared } = pendingImports(
      interrupted([{ type: "mysql:index/grant:Grant", inputs }]),
    );
    expect(imports).toEqual([]);
    expect(cleared).toEqual([urn("mysql:index/grant:Grant", "it")]);
  });

  it("clears CORS rules of Spaces, which may be given twice, and whose plugin fails where there are none", () => {
    const type = "digitalocean:index/spacesBucketCorsConfiguration:SpacesBucketCorsConfiguration";
    const inputs = { bucket: "campus-c0fffeed", region: "nyc3" };
    const { imports, cleared } = pendingImports(interrupted([{ type, inputs }]));
    expect(imports).toEqual([]);
    expect(cleared).toEqual([urn(type, "it")]);
  });

  it("clears a run of a workflow, which may be run twice and first lets the workflow end that it has left", () => {
    const inputs = {
      create: "node cli/workflow-run",
      environment: { OPENEDX_RUN: "history-mysql" },
    };
    const { imports, cleared } = pendingImports(
      interrupted([{ type: "command:local:Command", inputs }]),
    );
    expect(imports).toEqual([]);
    expect(cleared).toEqual([urn("command:local:Command", "it")]);
  });

  it("takes a Kubernetes object's id from its name and namespace, and asks for its owner mark", () => {
    const metadata = {
      name: "openedx",
      namespace: "history",
      annotations: { "openedx.org/owner": "campus/history" },
    };
    const inputs = { apiVersion: "v1", kind: "Secret", metadata };
    const { imports } = pendingImports(
      interrupted([{ type: "kubernetes:core/v1:Secret", inputs }]),
    );
    expect(imports).toEqual([
      {
        urn: urn("kubernetes:core/v1:Secret", "it"),
        id: "history/openedx",
        claim: {
          by: "mark",
          mark: "campus/history",
          object: { apiVersion: "v1", kind: "Secret", namespace: "history", name: "openedx" },
        },
      },
    ]);
  });

  it("lets a chart's release be ours if its namespace is", () => {
    const namespace = {
      type: "kubernetes:core/v1:Namespace",
      urn: urn("kubernetes:core/v1:Namespace", "argocd"),
      id: "argocd",
      inputs: { metadata: { name: "argocd", annotations: { "openedx.org/owner": "campus" } } },
    };
    const release = {
      type: "kubernetes:helm.sh/v3:Release",
      inputs: { namespace: "argocd", name: "argo-cd" },
    };
    expect(pendingImports(interrupted([release], [namespace])).imports).toEqual([
      {
        urn: urn("kubernetes:helm.sh/v3:Release", "it"),
        id: "argocd/argo-cd",
        claim: {
          by: "mark",
          mark: "campus",
          object: { apiVersion: "v1", kind: "Namespace", name: "argocd" },
        },
      },
    ]);
    expect(pendingImports(interrupted([release], [])).imports).toEqual([]);
  });
});

describe("pendingImports: what is never taken over", () => {
  it.each([
    ["a name without this stack's digits", "aws:s3/bucket:Bucket", { bucket: "campus-deadbeef" }],
    ["a name without digits", "mysql:index/database:Database", { name: "openedx" }],
    [
      "an object without an owner mark",
      "kubernetes:core/v1:Namespace",
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "history" } },
    ],
    ["a password", "random:index/randomPassword:RandomPassword", { length: 32 }],
    ["a private key", "tls:index/privateKey:PrivateKey", { algorithm: "RSA" }],
    [
      "a storage key, whose secret is lost",
      "aws:iam/accessKey:AccessKey",
      { user: "campus-c0fffeed" },
    ],
    [
      "a name that is encrypted",
      "aws:iam/user:User",
      { name: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } },
    ],
  ])("%s", (_, type, inputs) => {
    expect(pendingImports(interrupted([{ type, inputs }]))).toEqual({
      imports: [],
      cleared: [urn(type, "it")],
    });
  });

  it("what a later run has made and recorded", () => {
    const type = "aws:s3/bucket:Bucket";
    const inputs = { bucket: "campus-c0fffeed" };
    const recorded = { type, urn: urn(type, "it"), id: "campus-c0fffeed", inputs };
    expect(pendingImports(interrupted([{ type, inputs }], [SUFFIX, recorded]))).toEqual({
      imports: [],
      cleared: [urn(type, "it")],
    });
  });

  it("other operations than creations", () => {
    const deployment = parseDeployment({
      resources: [SUFFIX],
      pending_operations: [{ type: "deleting", resource: SUFFIX }],
    });
    expect(pendingImports(deployment)).toEqual({ imports: [], cleared: [] });
  });
});

describe("settle", () => {
  const type = "mysql:index/user:User";
  const inputs = { user: "campus_c0fffeed", host: "%" };
  const ids = new Map([[urn(type, "it"), "campus_c0fffeed@%"]]);
  const taken = {
    type,
    urn: urn(type, "it"),
    custom: true,
    id: "campus_c0fffeed@%",
    inputs,
    outputs: inputs,
  };

  it("puts what is ours among the resources, last, and forgets every pending operation", () => {
    const other = { type: "aws:iam/user:User", inputs: { name: "campus-c0fffeed" } };
    expect(settle(interrupted([{ type, inputs }, other]), ids)).toEqual({
      resources: [SUFFIX, taken],
      pending_operations: [],
    });
  });

  it("takes in once what was interrupted twice", () => {
    const twice = interrupted([
      { type, inputs },
      { type, inputs },
    ]);
    expect(settle(twice, ids).resources).toEqual([SUFFIX, taken]);
  });

  it("leaves the old half of a replacement to be deleted", () => {
    const old = { type, urn: urn(type, "it"), id: "campus_old@%" };
    expect(settle(interrupted([{ type, inputs }], [old]), ids).resources).toEqual([
      { ...old, delete: true },
      taken,
    ]);
  });

  it("drops the old half that was deleted before its replacement was begun", () => {
    const old = { type, urn: urn(type, "it"), id: "campus_c0fffeed@%", pendingReplacement: true };
    expect(settle(interrupted([{ type, inputs }], [old]), ids).resources).toEqual([taken]);
  });

  it("carries along what it does not know", () => {
    const deployment = parseDeployment({
      manifest: { magic: "x" },
      resources: [],
      pending_operations: [],
    });
    expect(settle(deployment, new Map())).toEqual({
      manifest: { magic: "x" },
      resources: [],
      pending_operations: [],
    });
  });
});
