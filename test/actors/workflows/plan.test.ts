import { describe, expect, it } from "vitest";
import { podName } from "../../../sandbox/actors/workflows/nodes";
import { planOf, workflowSpec } from "../../../sandbox/actors/workflows/plan";

const CONTAINER = { image: "docker.io/library/mysql:8.4.9", command: ["bash"] };
const TEMPLATE = {
  entrypoint: "main",
  arguments: { parameters: [{ name: "host" }, { name: "port", value: 3306 }] },
  templates: [{ name: "main", container: CONTAINER }],
};
const REFERENCE = { name: "mysql-provision", clusterScope: true };

const given = (...parameters: readonly object[]) =>
  workflowSpec({ workflowTemplateRef: REFERENCE, arguments: { parameters } });
const plan = (template: object, own = given({ name: "host", value: "db" })) =>
  planOf("run-1", own, { ...TEMPLATE, ...template });

describe("planOf", () => {
  it("lets the workflow's own fields win over the template's", () => {
    const own = {
      workflowTemplateRef: REFERENCE,
      arguments: { parameters: [{ name: "host", value: "db" }] },
    };
    const spec = workflowSpec({ ...own, activeDeadlineSeconds: 60, serviceAccountName: "runner" });
    const { activeDeadlineSeconds, pod } = plan({ activeDeadlineSeconds: 300 }, spec);
    expect([activeDeadlineSeconds, pod["serviceAccountName"]]).toEqual([60, "runner"]);
    expect(plan({ activeDeadlineSeconds: 300 }).activeDeadlineSeconds).toBe(300);
    expect(plan({}).pod["serviceAccountName"]).toBe("default");
  });

  it("says that there is no such template", () => {
    expect(() => planOf("run-1", given(), undefined)).toThrow(
      'clusterworkflowtemplates.argoproj.io "mysql-provision" not found',
    );
  });

  it("asks for parameters without a value, in Argo's words", () => {
    expect(() => plan({}, given())).toThrow(
      "invalid spec: spec.arguments.host.value or spec.arguments.host.valueFrom is required",
    );
  });

  it("refuses a value that Argo would replace a second time", () => {
    expect(() => plan({}, given({ name: "host", value: "{{workflow.name}}" }))).toThrow(
      'the sandbox cannot run this workflow: the value of parameter host holds "{{", which Argo replaces too',
    );
  });

  const inTemplate = (fields: object) => ({ templates: [{ name: "main", ...fields }] });
  it.each([
    ["of the workflow's template", { onExit: "clean" }, "onExit"],
    ["of a template", inTemplate({ container: CONTAINER, daemon: true }), "templates.0.daemon"],
    [
      "of a container",
      inTemplate({ container: { ...CONTAINER, lifecycle: {} } }),
      "templates.0.container.lifecycle",
    ],
    [
      "of a retry strategy",
      inTemplate({ container: CONTAINER, retryStrategy: { affinity: {} } }),
      "templates.0.retryStrategy.affinity",
    ],
  ])("refuses an unknown field %s by its name", (_, template, field) => {
    expect(() => plan(template)).toThrow(
      `the sandbox cannot run this workflow: unknown field clusterworkflowtemplate mysql-provision: spec.${field}`,
    );
  });

  it("refuses unknown fields of the workflow, and templates of another kind", () => {
    expect(() => workflowSpec({ workflowTemplateRef: REFERENCE, hooks: {}, priority: 1 })).toThrow(
      "the sandbox cannot run this workflow: unknown field spec.hooks; unknown field spec.priority",
    );
    expect(() => workflowSpec({ entrypoint: "main", templates: [] })).toThrow(
      /^the sandbox cannot run this workflow: /,
    );
    expect(() => plan(inTemplate({ script: {} }))).toThrow(
      /^the sandbox cannot run this workflow: .*templates\.0\.script/,
    );
  });
});

it("calls pods as Argo does, by the FNV-1a hash of the node's name", () => {
  const names = { workflow: "a", template: "t", scope: "s", retried: false };
  expect(podName(names, 0)).toBe("a");
  // Go's hash/fnv says so of "a(0)".
  expect(podName({ ...names, retried: true }, 0)).toBe("a-t-726441895");
});
