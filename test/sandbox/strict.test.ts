import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { parseDeployment } from "../../cli/recover/deployment";
import { kindOf } from "../../sandbox/providers/kubernetes/kubernetes-object";
import { propertiesAt, type Properties } from "../../sandbox/providers/value";
import { kubernetes } from "./support/clients";
import { properties } from "./support/objects";
import { openTestStack, removeTestStack, up } from "./support/stacks";

const edit = (slug: string) =>
  openTestStack("strict", {
    "openedx:instances": [{ slug }],
    "openedx:registry": { host: "registry.example.org" },
  });

beforeAll(async () => {
  await up(await edit("history"));
});
afterAll(async () => removeTestStack(await edit("history")));

describe("every object of an instance", () => {
  interface Sent {
    readonly path: string;
    readonly inputs: Properties;
  }

  /** What the engine has recorded that it sent, and where. */
  async function sent(): Promise<readonly Sent[]> {
    const exported = await (await edit("history")).exportStack();
    const { resources } = parseDeployment(exported.deployment);
    const own = resources.filter(({ urn }) => /\$kubernetes:.*::history-/.test(urn));
    return own.flatMap(({ type, inputs }) => {
      const kind = kindOf(type.replace(/Patch$/, ""));
      if (kind === undefined) return [];
      const plain = properties(inputs);
      const { name, namespace } = Named.parse(plain).metadata;
      const root = kind.apiVersion.includes("/")
        ? `/apis/${kind.apiVersion}`
        : `/api/${kind.apiVersion}`;
      const inside = namespace === undefined ? "" : `/namespaces/${namespace}`;
      const plural = kind.kind.replace(/y$/, "ie").toLowerCase();
      return [{ path: `${root}${inside}/${plural}s/${name}`, inputs: plain }];
    });
  }
  const Named = z.looseObject({
    metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  });

  /** Whether the server would take the object, told without making it. */
  async function verdict({ path, inputs }: Sent): Promise<string> {
    try {
      await kubernetes().send({
        method: "PATCH",
        path: `${path}?dryRun=All&fieldManager=strict&force=true&fieldValidation=Strict`,
        body: withoutSecrets(inputs),
        contentType: "application/apply-patch+yaml",
      });
      return "valid";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** What is encrypted in the state is text in an object. */
  const withoutSecrets = (inputs: Properties): Properties =>
    inputs.stringData === undefined ? inputs : { ...inputs, stringData: { hidden: "hidden" } };

  it("fits the schema of its kind strictly, built-in kinds and Argo CD's alike", async () => {
    const objects = await sent();
    const verdicts = await Promise.all(objects.map(verdict));
    expect(objects.map(({ inputs }) => inputs.kind).sort()).toEqual(
      [
        ...["AppProject", "Application", "LimitRange", "Namespace", "ResourceQuota"],
        ...["NetworkPolicy", "NetworkPolicy", "NetworkPolicy"],
        ...["Role", "RoleBinding", "Secret", "Secret", "ServiceAccount", "ServiceAccount"],
      ].sort(),
    );
    expect(objects.map(({ path }, index) => `${path}: ${verdicts[index]}`)).toEqual(
      objects.map(({ path }) => `${path}: valid`),
    );
  });

  it("would be refused if it had a field that its kind has not", async () => {
    const objects = (await sent()).map((each) => ({
      ...each,
      inputs: {
        ...each.inputs,
        metadata: { ...propertiesAt(each.inputs, "metadata"), nmae: "typo" },
      },
    }));
    const verdicts = await Promise.all(objects.map(verdict));
    expect(verdicts.filter((each) => !/nmae/.test(each))).toEqual([]);
  });
});
