import * as pulumi from "@pulumi/pulumi";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadStack } from "../../stacks/load";
import { stackFile } from "./support/stack-file";

const SECRETS = { kubeconfig: "plain-kubeconfig", mysqlAdminPassword: "hunter2" };

/** What a first stack shares, as its program tells it. */
function valuesOf(text: string): Record<string, unknown> {
  const { config } = parse(text) as { config: Record<string, unknown> };
  const sections = Object.entries(config).map(([key, value]) => [
    key.replace("openedx:", ""),
    value,
  ]);
  return Object.fromEntries(sections.filter(([key]) => key !== "instances")) as Record<
    string,
    unknown
  >;
}

const told = (changes: object = {}) => ({
  shards: ["campus-2"],
  values: valuesOf(stackFile()),
  secrets: SECRETS,
  ...changes,
});

/** Loads a shard whose first stack has these outputs. Gives the references that were made as well. */
async function load(outputs: object, secretOutputNames = ["forShards"]) {
  const references: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ inputs }) => {
        const { name } = inputs as { name: string };
        references.push(name);
        return { id: name, state: { name, outputs, secretOutputNames } };
      },
      call: () => ({}),
    },
    "openedx",
    "campus-2",
    false,
    "organization",
  );
  pulumi.runtime.setAllConfig({
    "openedx:cluster": JSON.stringify({ kind: "stack", stack: "campus" }),
    "openedx:instances": JSON.stringify([{ slug: "arts" }]),
  });
  return { references, ...(await loadStack(new pulumi.Config("openedx"), "campus-2")) };
}

const refusal = async (...args: Parameters<typeof load>): Promise<string> => {
  const ended: unknown = await load(...args).catch((error: unknown) => error);
  if (pulumi.RunError.isInstance(ended)) return ended.message;
  throw new Error("the shard was loaded", { cause: ended });
};

afterAll(() => pulumi.runtime.setAllConfig({}));

describe("a shard", () => {
  it("has settings and secrets of its first stack by one reference, secrets marked so", async () => {
    const { references, settings, secrets } = await load({ forShards: told() });
    expect(references).toEqual(["organization/openedx/campus"]);
    expect(settings).toMatchObject({
      firstStack: "campus",
      mysql: { kind: "external", access: "direct" },
      instances: [{ slug: "arts", hosts: { lms: "arts.example.org" } }],
    });
    const outputs = [secrets.kubeconfig, secrets.mysqlAdminPassword].flatMap((its) => its ?? []);
    const values = outputs.map((its) => new Promise((resolve) => its.apply(resolve)));
    expect(await Promise.all(values)).toEqual(["plain-kubeconfig", "hunter2"]);
    expect(await Promise.all(outputs.map((its) => pulumi.isSecret(its)))).toEqual([true, true]);
  });

  const SILENT = [
    "stacks/Pulumi.campus-2.yaml: 1 setting needs attention:",
    '  openedx:cluster.stack is "campus", which tells shards nothing yet.',
    "    Add campus-2 to openedx:shards in stacks/Pulumi.campus.yaml, and run: pulumi up --stack campus",
  ].join("\n");
  const UNREADABLE = [
    "stacks/Pulumi.campus-2.yaml: 1 setting needs attention:",
    '  openedx:cluster.stack is "campus", and what it tells shards cannot be decrypted here or is not understood.',
    "    Give both stacks the same passphrase or key (pulumi stack change-secrets-provider), keep them at the same release, and run: pulumi up --stack campus",
  ].join("\n");

  it.each([
    ["was never up, or lists no shard", {}, ["forShards"], SILENT],
    ["cannot be decrypted", { forShards: "[secret]" }, ["forShards"], UNREADABLE],
    ["tells something else", { forShards: { shards: [] } }, ["forShards"], UNREADABLE],
    ["tells it in clear", { forShards: told() }, [], UNREADABLE],
    [
      "does not list it",
      { forShards: told({ shards: ["campus-3"] }) },
      ["forShards"],
      [
        "stacks/Pulumi.campus-2.yaml: 1 setting needs attention:",
        '  openedx:cluster.stack is "campus", whose openedx:shards does not list campus-2.',
        "    Add campus-2 to openedx:shards in stacks/Pulumi.campus.yaml, and run: pulumi up --stack campus",
      ].join("\n"),
    ],
    [
      "lacks a secret",
      { forShards: told({ secrets: { kubeconfig: "plain-kubeconfig" } }) },
      ["forShards"],
      [
        "stacks/Pulumi.campus.yaml: 1 setting needs attention:",
        "  openedx:mysqlAdminPassword was not set when pulumi up was last run, and the shard campus-2 needs it.",
        "    Run: pulumi config set --stack campus --secret openedx:mysqlAdminPassword, then: pulumi up --stack campus",
      ].join("\n"),
    ],
  ])("stops where its first stack %s", async (_, outputs, secretNames, message) => {
    expect(await refusal(outputs, secretNames)).toBe(message);
  });
});
