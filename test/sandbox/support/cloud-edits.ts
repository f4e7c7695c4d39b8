import type { Stack } from "@pulumi/pulumi/automation";
import { expect } from "vitest";
import { z } from "zod";
import type { StackConfig } from "../../../sandbox/engine/config";
import { exampleSettings } from "./example-stack";

/** An edit of an example, and all that the engine plans for it. */
export interface CloudEdit {
  readonly what: string;
  readonly changes: StackConfig;
  readonly planned: readonly string[];
}

/** A section of an example with some of its settings replaced. */
export const sectionOf =
  (example: string, key: string) =>
  (changes: object): StackConfig => ({
    [key]: Object.assign({}, exampleSettings(example)[key], changes),
  });

const Properties = z.record(z.string(), z.unknown()).default({});
const Deployment = z.looseObject({
  resources: z.array(z.looseObject({ urn: z.string(), inputs: Properties, outputs: Properties })),
});

/** Does something while the engine's state says something else of what has this name, and puts it back. */
export async function whileStateSays<Result>(
  stack: Stack,
  name: string,
  properties: object,
  work: () => Promise<Result>,
): Promise<Result> {
  const exported = await stack.exportStack();
  const { resources, ...others } = Deployment.parse(exported.deployment);
  const said = resources.map((resource) =>
    resource.urn.endsWith(`::${name}`)
      ? {
          ...resource,
          inputs: { ...resource.inputs, ...properties },
          outputs: { ...resource.outputs, ...properties },
        }
      : resource,
  );
  expect(said).not.toEqual(resources);
  await stack.importStack({ ...exported, deployment: { ...others, resources: said } });
  try {
    return await work();
  } finally {
    await stack.importStack(exported);
  }
}
