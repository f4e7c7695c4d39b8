import { describe, expect, it } from "vitest";
import { importedInputs, managedPart } from "../../../sandbox/providers/kubernetes/drift";
import { withoutBookkeeping } from "../../../sandbox/providers/kubernetes/kubernetes-object";
import { manifestOf } from "../../../sandbox/providers/kubernetes/secret-data";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("managedPart", () => {
  it("leaves out what the server and others have added", () => {
    const given = {
      metadata: { name: "a", labels: { mine: "1" } },
      spec: { ports: [{ port: 80 }] },
    };
    const live = {
      metadata: { name: "a", uid: "u", labels: { mine: "1", theirs: "2" } },
      spec: { ports: [{ port: 80, protocol: "TCP" }], type: "ClusterIP" },
      status: { phase: "Active" },
    };
    expect(managedPart(live, given)).toEqual(given);
  });

  it("shows what somebody has changed, removed or added to a list", () => {
    const given = { spec: { a: 1, b: 2, ports: [{ port: 80 }] } };
    const live = { spec: { a: 3, ports: [{ port: 80 }, { port: 81 }] } };
    expect(managedPart(live, given)).toEqual({
      spec: { a: 3, ports: [{ port: 80 }, { port: 81 }] },
    });
  });

  it("finds a Secret's stringData in the live object's data", () => {
    const given = { stringData: { user: "me", gone: "x" }, data: { raw: base64("1") } };
    const live = { data: { user: base64("somebody"), raw: base64("1"), other: base64("2") } };
    expect(managedPart(live, given)).toEqual({
      stringData: { user: "somebody" },
      data: { raw: base64("1") },
    });
  });
});

describe("manifestOf", () => {
  it("sends stringData as data, which it wins over, so that a removed name is removed", () => {
    expect(
      manifestOf({
        kind: "Secret",
        stringData: { a: "1" },
        data: { a: base64("0"), b: base64("2") },
      }),
    ).toEqual({ kind: "Secret", data: { a: base64("1"), b: base64("2") } });
  });

  it("leaves every other object as it is", () => {
    const inputs = { kind: "ConfigMap", data: { a: "1" } };
    expect(manifestOf(inputs)).toBe(inputs);
  });
});

describe("importedInputs", () => {
  it("says of a Namespace what a program would say", () => {
    expect(
      importedInputs({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
          name: "a",
          uid: "u",
          resourceVersion: "1",
          creationTimestamp: "now",
          labels: { mine: "1", "kubernetes.io/metadata.name": "a" },
        },
        spec: { finalizers: ["kubernetes"] },
        status: { phase: "Active" },
      }),
    ).toEqual({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "a", labels: { mine: "1" } },
    });
  });

  it("leaves out a Secret's default type only", () => {
    const secret = { kind: "Secret", metadata: { name: "a" }, data: {} };
    expect(importedInputs({ ...secret, type: "Opaque" })).toEqual(secret);
    expect(importedInputs({ ...secret, type: "other" })).toEqual({ ...secret, type: "other" });
  });
});

describe("withoutBookkeeping", () => {
  it("drops managed fields and the copy that kubectl keeps, Secrets in clear included", () => {
    const lastApplied = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
    const metadata = { name: "a", managedFields: [{}] };
    expect(withoutBookkeeping({ metadata: { ...metadata, annotations: lastApplied } })).toEqual({
      metadata: { name: "a" },
    });
    const annotations = { ...lastApplied, mine: "1" };
    expect(withoutBookkeeping({ metadata: { ...metadata, annotations } })).toEqual({
      metadata: { name: "a", annotations: { mine: "1" } },
    });
  });
});
