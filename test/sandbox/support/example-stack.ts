import type { Stack } from "@pulumi/pulumi/automation";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../sandbox/directories";
import { readStackConfig, type StackConfig } from "../../../sandbox/engine/config";
import { openStack } from "../../../sandbox/engine/stack";
import { accountFile } from "../../../sandbox/providers/aws/cloud";
import { thingsIn } from "../../../sandbox/providers/aws/cloud/account";
import { sandbox } from "./sandbox";

/** The settings of a committed example: `stacks/Pulumi.<name>.yaml`. */
export const exampleSettings = (name: string): StackConfig =>
  readStackConfig(readFileSync(join(PROJECT_ROOT, "stacks", `Pulumi.${name}.yaml`), "utf8"));

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

/** What there is in the sandbox's account of AWS, by type and id, in order. */
export const awsThings = (): readonly string[] =>
  thingsIn(accountFile(sandbox().directory))
    .map(({ type, id }) => `${type} ${id}`)
    .sort();
