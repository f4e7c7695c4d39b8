import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { kubectl } from "./support/clients";
import { query } from "./support/fleet";
import { pulumi } from "./support/pulumi-command";
import { sandbox } from "./support/sandbox";
import { destroy, openTestStack, removeTestStack, up, sectionWith } from "./support/stacks";

const NAME = "platform";

/** The stack with one instance, its platform installed by itself or found. */
const edit = (install: boolean, ...slugs: readonly string[]) =>
  openTestStack(NAME, {
    "openedx:instances": slugs.map((slug) => ({ slug })),
    ...sectionWith("openedx:platform", { argocd: { install }, argoWorkflows: { install } }),
  });

const definitions = async (): Promise<readonly string[]> =>
  (await kubectl("get", "customresourcedefinitions", "-o", "name"))
    .split("\n")
    .filter((name) => name.endsWith(".argoproj.io"));

/** The charts keep their definitions when they go, so an earlier stack has left them. */
async function deleteDefinitions(): Promise<void> {
  const names = await definitions();
  if (names.length > 0) await kubectl("delete", ...names);
}

const ESTABLISHED = '--for=jsonpath={.status.conditions[?(@.type=="Established")].status}=True';

/** Types of what an instance has on a server; the definitions themselves are only read. */
const MADE_ON_A_SERVER =
  /^(kubernetes:(?!apiextensions.k8s.io\/v1:CustomResourceDefinition$)|mysql:|mongodbatlas:|aws:)/;

const Exported = z.object({
  deployment: z.object({ resources: z.array(z.object({ type: z.string() })) }),
});

afterAll(async () => removeTestStack(await edit(true)));

describe("a platform that the operator installs", () => {
  beforeAll(deleteDefinitions);
  afterAll(async () => {
    await destroy(await edit(false));
    // They are nobody's, and Helm would refuse to take them over.
    await deleteDefinitions();
    await kubectl("delete", "namespace", "argocd", "--ignore-not-found");
  });

  it("is missed before anything of an instance is made", async () => {
    const stack = await edit(false, "history");
    const attempt = up(stack);
    // All are looked for side by side; whichever is missed first stops the run.
    await expect(attempt).rejects.toThrow(
      /platform\.argo(cd|Workflows)\.install-is-false-but-the-cluster-has-no-[a-z]+\.argoproj\.io/,
    );
    const { resources } = Exported.parse(await stack.exportStack()).deployment;
    const types = resources.map(({ type }) => type);
    expect(types.filter((type) => MADE_ON_A_SERVER.test(type))).toEqual([]);
    expect(await kubectl("get", "namespace", "history", "--ignore-not-found")).toBe("");
    expect(await query("SHOW DATABASES LIKE 'campus\\_history%'")).toEqual([]);
  });

  it("is used where it is there", async () => {
    const files = Object.values(sandbox().tools.chartCrds).flat();
    // Some are too large for the annotation that `apply` would write.
    await kubectl("create", ...files.map((file) => `--filename=${file}`));
    await kubectl("wait", ESTABLISHED, ...(await definitions()));
    await kubectl("create", "namespace", "argocd");
    await up(await edit(false, "history"));
    expect(await kubectl("get", "applications", "-n", "argocd", "-o", "name")).toBe(
      "application.argoproj.io/history-sandbox\n",
    );
    expect(await kubectl("get", "secrets", "-A", "-l", "owner=helm", "-o", "name")).toBe("");
  });
});

describe("a platform that the stack installs", () => {
  beforeAll(async () => void (await up(await edit(true, "history"))));

  it("refuses an Application that Argo CD could not read", async () => {
    const malformed = {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name: "malformed", namespace: "argocd" },
      spec: { destination: {}, source: { repoURL: 1 } },
    };
    const file = join(sandbox().directory, "malformed.json");
    writeFileSync(file, JSON.stringify(malformed));
    const attempt = kubectl("apply", `--filename=${file}`);
    await expect(attempt).rejects.toThrow("spec.project: Required value");
    await expect(attempt).rejects.toThrow(
      'spec.source.repoURL: Invalid value: "integer": spec.source.repoURL in body must be of type string',
    );
  });

  it("has one revision of each release, also after a second run", async () => {
    const { changes } = await up(await edit(true, "history"));
    expect(Object.keys(changes)).toEqual(["same"]);
    expect(await kubectl("get", "secrets", "-A", "-l", "owner=helm", "-o", "name")).toBe(
      "secret/sh.helm.release.v1.argo-workflows.v1\nsecret/sh.helm.release.v1.argocd.v1\n",
    );
  });
});

describe("plain pulumi in a shell", () => {
  const plainUp = async () => await pulumi(NAME, "up", "--yes", "--skip-preview").ended;

  it("finds nothing to change after npm run sandbox, nor that after it", async () => {
    const { code, output } = await plainUp();
    expect(output).toMatch(/Resources:\n +\d+ unchanged\n/);
    expect(code).toBe(0);
    const { changes } = await up(await edit(true, "history"));
    expect(Object.keys(changes)).toEqual(["same"]);
  });

  it("makes what npm run sandbox then finds unchanged", async () => {
    const stack = await edit(true, "history", "science");
    const { code, output } = await plainUp();
    expect(output).toMatch(/Resources:\n +\+ \d+ created\n +\d+ unchanged\n/);
    expect(code).toBe(0);
    const { changes } = await up(stack);
    expect(Object.keys(changes)).toEqual(["same"]);
  });
});
