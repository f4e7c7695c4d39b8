import { describe, expect, it } from "vitest";
import {
  environmentOf,
  expand,
  resolveContainer,
  type ReadSecret,
} from "../../../sandbox/actors/workflows/environment";
import type { Container, Variable } from "../../../sandbox/actors/workflows/fields";

const container = (env: readonly Variable[], script = "true"): Container => ({
  image: "docker.io/library/mysql:8.4.9",
  command: ["bash", "-c"],
  args: [script],
  env: [...env],
  volumeMounts: [],
  terminationMessagePolicy: "File",
});

const secret = (name: string, key: string, optional = false): Variable => ({
  name: "PASSWORD",
  valueFrom: { secretKeyRef: { name, key, optional } },
});

const readSecret: ReadSecret = (name) =>
  Promise.resolve(name === "there" ? { password: "$(HOST) {{x}}", nul: "a\0b" } : undefined);

const environment = (env: readonly Variable[]) =>
  environmentOf(container(env), "operators", readSecret);

describe("a container's environment", () => {
  it("has the parameters, and values of Secrets as they are", async () => {
    const variables: Variable[] = [
      { name: "HOST", value: "{{workflow.parameters.host}}" },
      secret("{{workflow.parameters.secret}}", "password"),
    ];
    const { env } = resolveContainer(container(variables), { host: "db", secret: "there" });
    expect(await environment(env)).toEqual({ HOST: "db", PASSWORD: "$(HOST) {{x}}" });
  });

  it("replaces $(NAME) by earlier variables, as Kubernetes does, and by no later one", async () => {
    const values = await environment([
      { name: "EARLY", value: "$(PASSWORD) $$(PASSWORD) $(" },
      secret("there", "password"),
      { name: "LATE", value: "$(PASSWORD)-$(EARLY)-$$(EARLY)-$(NOBODY)" },
    ]);
    expect(values["EARLY"]).toBe("$(PASSWORD) $(PASSWORD) $(");
    expect(values["LATE"]).toBe(`$(HOST) {{x}}-$(PASSWORD) $(PASSWORD) $(-$(EARLY)-$(NOBODY)`);
    expect(expand("$$$(A)", { A: "x" })).toBe("$x");
  });

  it("lacks what is optional and not there, and waits for what is not optional", async () => {
    expect(await environment([secret("nowhere", "password", true)])).toEqual({});
    expect(await environment([secret("there", "other", true)])).toEqual({});
    await expect(environment([secret("nowhere", "password")])).rejects.toThrow(
      'CreateContainerConfigError: secret "nowhere" not found',
    );
    await expect(environment([secret("there", "other")])).rejects.toThrow(
      "CreateContainerConfigError: couldn't find key other in Secret operators/there",
    );
  });

  it("refuses a value that no environment can hold, without showing it", async () => {
    await expect(environment([secret("there", "nul")])).rejects.toThrow(
      /^environment variable PASSWORD holds a zero byte, which none can$/,
    );
  });
});

describe("resolveContainer refuses", () => {
  const refusal = (env: readonly Variable[], script?: string) => () =>
    resolveContainer(container(env, script), { host: "db" });

  it("a tag outside the environment, where Argo would put text into a script", () => {
    expect(refusal([], "echo {{workflow.parameters.host}}")).toThrow(
      "the sandbox cannot run this workflow: it replaces {{workflow.parameters.NAME}} in values of environment variables and names of Secrets only, and the container holds {{workflow.parameters.host}}",
    );
  });

  it("another variable of Argo's, and a parameter that is not declared", () => {
    expect(refusal([{ name: "X", value: "{{workflow.name}}" }])).toThrow(
      "and an environment variable holds {{workflow.name}}",
    );
    expect(refusal([{ name: "X", value: "{{workflow.parameters.other}}" }])).toThrow(
      "failed to resolve {{workflow.parameters.other}}",
    );
  });

  it("a script that Kubernetes would change", () => {
    const message =
      "the sandbox cannot run this workflow: Kubernetes would change a $$ or $(NAME) in the container's command";
    expect(refusal([], "echo $$")).toThrow(message);
    expect(refusal([{ name: "HOST", value: "" }], "echo $(HOST)")).toThrow(message);
    expect(refusal([{ name: "HOST", value: "" }], 'echo "$HOST" $(id)')).not.toThrow();
  });
});
