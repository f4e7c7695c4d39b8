import type { Stack } from "@pulumi/pulumi/automation";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../../sandbox/directories";
import { readStackConfig, type StackConfig } from "../../../sandbox/engine/config";
import { openStack } from "../../../sandbox/engine/stack";
import { accountFile } from "../../../sandbox/providers/aws/cloud";
import { thingsIn } from "../../../sandbox/providers/cloud/account";
import { sandbox } from "./sandbox";

/** The settings of a committed example: `stacks/Pulumi.<name>.yaml`. */
export const exampleSettings = (name: string): StackConfig =>
  readStackConfig(readFileSync(join(PROJECT_ROOT, "stacks", `Pulumi.${name}.yaml`), "utf8"));

/** What an operator changes in an example to take its stack down. */
export function unprotected(name: string): StackConfig {
  const settings = exampleSettings(name);
  const opened = (key: string) => Object.assign({}, settings[key], { deletionProtection: false });
  const keys = ["openedx:cluster", "openedx:mysql", "openedx:defaults"];
  return Object.fromEntries(keys.map((key) => [key, opened(key)]));
}

/** Opens a stack with the settings of an example as they are committed, but for what `changes` says. */
export const openExample = (
  stack: string,
  example: string,
  changes: StackConfig = {},
): Promise<Stack> =>
  openStack({
    ...sandbox(),
    name: stack,
    config: { ...exampleSettings(example), ...changes },
  });

const SNAPSHOT = "aws:rds/snapshot:Snapshot";

const things = () => thingsIn(accountFile(sandbox().directory));

/** What there is in the sandbox's account of AWS, by type and id, in order, but for the snapshots of servers that are gone. */
export const awsThings = (): readonly string[] =>
  things()
    .filter(({ type }) => type !== SNAPSHOT)
    .map(({ type, id }) => `${type} ${id}`)
    .sort();

/** The names of those snapshots. */
export const awsSnapshots = (): readonly string[] =>
  things()
    .filter(({ type }) => type === SNAPSHOT)
    .map(({ id }) => id);

const State = z.object({
  resources: z.array(z.object({ type: z.string(), id: z.string().optional() })).default([]),
});

/** What the engine knows of that account, in the same form. Buckets, users and keys are elsewhere. */
export async function awsInState(stack: Stack): Promise<readonly string[]> {
  const exported = await stack.exportStack();
  return State.parse(exported.deployment)
    .resources.filter(({ type }) => /^aws:(?!s3\/|iam\/(user|accessKey))/.test(type))
    .map(({ type, id }) => `${type} ${id}`)
    .sort();
}
