import * as pulumi from "@pulumi/pulumi";
import type { Command } from "@pulumi/command/local/command";
import type { AccessOptions, AccessOwner, OperatorNamespace, PlacedData } from "./contract";
import { createPasswordSecret, passwordSecretName } from "./operator-secrets";
import { deprovisionRun, passwordRevision, provisionRun } from "./workflow-run";

type Parameters = Readonly<Record<string, pulumi.Input<string>>>;

export interface InClusterAccessArgs {
  readonly operator: OperatorNamespace;
  /** What must be there before a workflow can run, such as the administrator's Secret. */
  readonly before: readonly pulumi.Resource[];
  readonly owner: AccessOwner;
  readonly password: pulumi.Output<string>;
  /** The templates are `<server>-provision` and `<server>-deprovision`. */
  readonly server: "mysql" | "mongodb";
  /** How the server is reached. */
  readonly connection: Parameters;
  /** What both workflows are about: databases and the user. */
  readonly things: Parameters;
}

/**
 * Makes databases and the user of an instance by a workflow inside the cluster, and takes them away by another one.
 *
 * Three resources, in this order: what stands for the databases and drops them with the user; the user's password; the
 * run that makes all of it, which is what access is granted by. A removal goes the other way.
 */
export function placeInClusterData(
  name: string,
  args: InClusterAccessArgs,
  { parent, dependsOn }: AccessOptions,
): PlacedData<Command> {
  const { operator, owner, server, connection, things, password } = args;
  const run = { operator, owner, access: name };
  const parameters = { ...connection, ...things };
  const database = deprovisionRun(
    `${name}-database`,
    { ...run, template: `${server}-deprovision`, parameters },
    { parent, dependsOn: [...dependsOn, ...args.before] },
  );
  const grantAccess = (after: readonly pulumi.Resource[]): Command => {
    const secret = createPasswordSecret(
      name,
      { operator, owner, password },
      { parent, dependsOn: [...args.before] },
    );
    return provisionRun(
      `${name}-access`,
      {
        ...run,
        template: `${server}-provision`,
        parameters: { ...parameters, "user-secret": passwordSecretName(name) },
        revision: passwordRevision(password),
      },
      { parent, dependsOn: [...after, secret] },
    );
  };
  return { data: [database], grantAccess };
}

/** Values that are known before a run has ended, for those who use them when it has. */
export const after = (
  run: Command,
  values: readonly pulumi.Input<string>[],
): pulumi.Output<readonly string[]> =>
  pulumi.all([run.id, ...values]).apply(([, ...known]) => known);

/** One such value. */
export const valueAfter = (run: Command, value: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.all([value, run.id]).apply(([known]) => known);
