import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loadManifests } from "../../components/shared/manifests";

const FOLDER = "workflow-templates";
const ROOT = join(__dirname, "..", "..", "manifests", FOLDER);

const Variable = z.union([
  z.strictObject({ name: z.string(), value: z.string() }),
  z.strictObject({
    name: z.string(),
    valueFrom: z.strictObject({
      secretKeyRef: z.strictObject({
        name: z.string(),
        key: z.string(),
        // Without it a pod whose Secret is missing waits in silence until the deadline; the scripts name the Secret.
        optional: z.literal(true),
      }),
    }),
  }),
]);

const Container = z.strictObject({
  image: z.string().regex(/^docker\.io\/[a-z-]+\/[a-z-]+:\d+\.\d+\.\d+$/),
  command: z.array(z.string()).min(1),
  // The last lines of the log are in the Workflow's status, also when the pod is gone.
  terminationMessagePolicy: z.literal("FallbackToLogsOnError"),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal("ALL")]) }),
  }),
  resources: z.strictObject({
    requests: z.strictObject({ cpu: z.string(), memory: z.string() }),
    limits: z.strictObject({ memory: z.string() }),
  }),
  volumeMounts: z.tuple([z.strictObject({ name: z.literal("work"), mountPath: z.string() })]),
  env: z.array(Variable),
  args: z.tuple([z.string()]),
});

/** What every template must have, and nothing else. */
const Template = z.strictObject({
  apiVersion: z.literal("argoproj.io/v1alpha1"),
  kind: z.literal("ClusterWorkflowTemplate"),
  metadata: z.strictObject({
    name: z.string(),
    labels: z.strictObject({ "app.kubernetes.io/managed-by": z.literal("openedx") }),
  }),
  spec: z.strictObject({
    entrypoint: z.enum(["provision", "deprovision"]),
    activeDeadlineSeconds: z.int().positive().max(3600),
    ttlStrategy: z.strictObject({
      secondsAfterSuccess: z.int().positive(),
      secondsAfterFailure: z.int().positive(),
    }),
    podGC: z.strictObject({ strategy: z.literal("OnPodSuccess") }),
    securityContext: z.strictObject({
      runAsNonRoot: z.literal(true),
      runAsUser: z.int().positive(),
      runAsGroup: z.int().positive(),
      fsGroup: z.int().positive(),
      seccompProfile: z.strictObject({ type: z.literal("RuntimeDefault") }),
    }),
    arguments: z.strictObject({
      parameters: z.array(
        z.strictObject({
          name: z.string().regex(/^[a-z][a-z-]*$/),
          description: z.string().optional(),
          value: z.string().optional(),
        }),
      ),
    }),
    volumes: z.tuple([
      z.strictObject({
        name: z.literal("work"),
        emptyDir: z.strictObject({ sizeLimit: z.string() }),
      }),
    ]),
    templates: z.tuple([
      z.strictObject({
        name: z.string(),
        retryStrategy: z.strictObject({
          limit: z.string().regex(/^[1-9]$/),
          // `OnError` would try nothing again that has ended with an exit code.
          retryPolicy: z.literal("Always"),
          expression: z.literal('lastRetry.exitCode not in ["64", "77"]'),
          backoff: z.strictObject({ duration: z.string(), factor: z.literal("2") }),
        }),
        container: Container,
      }),
    ]),
  }),
});

const files = readdirSync(ROOT).sort();

describe.each(files)("%s", (file) => {
  const [manifest, ...others] = loadManifests(join(FOLDER, file));
  const text = readFileSync(join(ROOT, file), "utf8");
  const { metadata, spec } = Template.parse(manifest);
  const [{ name: templateName, container }] = spec.templates;
  const [script] = container.args;
  const parameters = spec.arguments.parameters.map(({ name }) => name);

  it("holds one template, named as the file", () => {
    expect(others).toEqual([]);
    expect(`${metadata.name}.yaml`).toBe(file);
    expect(templateName).toBe(spec.entrypoint);
    expect(metadata.name.endsWith(`-${spec.entrypoint}`)).toBe(true);
  });

  it("takes only names of Secrets, never what is secret", () => {
    const suspicious = parameters.filter((name) => /password|key|token|credential/.test(name));
    expect(suspicious).toEqual([]);
    const secrets = container.env.flatMap((variable) =>
      "valueFrom" in variable ? variable.valueFrom.secretKeyRef : [],
    );
    expect(new Set(secrets.map(({ name }) => name))).toEqual(
      new Set(
        parameters
          .filter((name) => name.endsWith("-secret"))
          .map((name) => `{{workflow.parameters.${name}}}`),
      ),
    );
  });

  it("hands each parameter over by the environment, whole, and by nothing else", () => {
    const values = container.env.flatMap((variable) => ("value" in variable ? variable.value : []));
    const handedOver = values.filter((value) => value.includes("{{"));
    expect(handedOver.sort()).toEqual(
      parameters.map((name) => `{{workflow.parameters.${name}}}`).sort(),
    );
    expect(JSON.stringify({ ...container, env: [] })).not.toContain("{{");
  });

  it("names parameters before Secrets, so that none can be replaced by a Secret's value", () => {
    const isSecret = container.env.map((variable) => "valueFrom" in variable);
    expect(isSecret).toEqual([...isSecret].sort());
  });

  it("has a script that Kubernetes leaves as it is", () => {
    // https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
    expect(script).not.toContain("$$");
    for (const { name } of container.env) expect(script).not.toContain(`$(${name})`);
    const [{ mountPath }] = container.volumeMounts;
    expect(script, "the folder's path comes from the environment").not.toContain(mountPath);
  });

  it("shows how to run it by hand, with all that must be said", () => {
    expect(text).toContain(`argo submit --from clusterworkflowtemplate/${metadata.name} `);
    const required = spec.arguments.parameters.filter(({ value }) => value === undefined);
    for (const { name } of required) expect(text).toContain(`-p ${name}=`);
  });
});

/** Headings of docs/workflows.md, by the server that a template is for. */
const SECTIONS: Readonly<Record<string, string>> = {
  mysql: "MySQL",
  mongodb: "MongoDB",
  storage: "Storage",
};

describe("docs/workflows.md", () => {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "workflows.md"), "utf8");

  it.each(files)("explains each parameter of %s, with its default", (file) => {
    const [manifest] = loadManifests(join(FOLDER, file));
    const { metadata, spec } = Template.parse(manifest);
    expect(page).toMatch(new RegExp(`^\\| \`${metadata.name}\` `, "m"));
    const heading = `## ${SECTIONS[metadata.name.split("-", 1)[0] ?? ""]}\n`;
    const section = page.split(heading)[1]?.split("\n## ", 1)[0] ?? "";
    const rows = [...section.matchAll(/^\| `([a-z-]+)` +\| ([^|]+?) +\|([^|]*)\|/gm)];
    const documented = rows
      .filter(([, , which]) => which === "both" || which === `\`${spec.entrypoint}\``)
      .map(([, name, , initial = ""]) => ({ name, initial: initial.trim() }));
    const shown = (value: string | undefined): readonly string[] =>
      value === undefined ? [""] : value === "" ? ["empty"] : [`\`${value}\``];
    for (const { name, value } of spec.arguments.parameters) {
      const row = documented.find((each) => each.name === name);
      expect(row, name).toBeDefined();
      // A deprovision template may leave out what its twin must be told: the page says so below the table.
      const allowed = [...shown(value), ...(spec.entrypoint === "deprovision" ? [""] : [])];
      expect(allowed, name).toContain(row?.initial);
    }
  });
});

it("there is a pair of templates for each kind of server", () => {
  const servers = ["mongodb", "mysql", "storage"];
  const pairs = servers.flatMap((server) => [
    `${server}-deprovision.yaml`,
    `${server}-provision.yaml`,
  ]);
  expect(files).toEqual(pairs);
});
