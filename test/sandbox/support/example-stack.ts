import type { Stack } from "@pulumi/pulumi/automation";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../../sandbox/directories";
import { readStackConfig, type StackConfig } from "../../../sandbox/engine/config";
import { openStack } from "../../../sandbox/engine/stack";
import { accountFile as awsAccount } from "../../../sandbox/providers/aws/cloud";
import { thingsIn } from "../../../sandbox/providers/cloud/account";
import { accountFile as digitalOceanAccount } from "../../../sandbox/providers/digitalocean/cloud";
import { accountFile as atlasAccount } from "../../../sandbox/providers/mongodbatlas/cloud";
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

/** Where the account of a cloud is kept, and what of its types is in the sandbox's servers instead. */
const CLOUDS = {
  aws: { file: awsAccount, elsewhere: /^aws:(s3\/|iam\/(user|accessKey))/ },
  digitalocean: { file: digitalOceanAccount, elsewhere: /^digitalocean:index\/spaces/ },
  mongodbatlas: { file: atlasAccount, elsewhere: /^mongodbatlas:index\/databaseUser/ },
} as const;

/** A cloud that the sandbox plays. */
export type CloudName = keyof typeof CLOUDS;

const SNAPSHOT = "aws:rds/snapshot:Snapshot";

const things = (cloud: CloudName) => thingsIn(CLOUDS[cloud].file(sandbox().directory));

const listed = (all: readonly { readonly type: string; readonly id?: string }[]) =>
  all.map(({ type, id }) => `${type} ${id}`).sort();

/** What there is in the sandbox's account of a cloud, by type and id, in order, but for the snapshots of servers that are gone. */
export const thingsOf = (cloud: CloudName): readonly string[] =>
  listed(things(cloud).filter(({ type }) => type !== SNAPSHOT));

/** The names of those snapshots. */
export const awsSnapshots = (): readonly string[] =>
  things("aws")
    .filter(({ type }) => type === SNAPSHOT)
    .map(({ id }) => id);

const State = z.object({
  resources: z.array(z.object({ type: z.string(), id: z.string().optional() })).default([]),
});

/** Whether a type is in the account of a cloud. Buckets, users and keys are elsewhere. */
export const isInAccount = (cloud: CloudName, type: string): boolean =>
  type.startsWith(`${cloud}:`) && !CLOUDS[cloud].elsewhere.test(type);

/** What the engine knows of a cloud's account, in the same form. */
export async function inStateOf(cloud: CloudName, stack: Stack): Promise<readonly string[]> {
  const exported = await stack.exportStack();
  const { resources } = State.parse(exported.deployment);
  return listed(resources.filter(({ type }) => isInAccount(cloud, type)));
}
