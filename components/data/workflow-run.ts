import { createHash } from "node:crypto";
import { Command } from "@pulumi/command/local/command";
import * as pulumi from "@pulumi/pulumi";
import { objectName } from "../shared/names";
import type { AccessOwner, OperatorNamespace } from "./contract";
import { type FailureVariable, LONGEST_RUN, type RunVariable } from "./run-variables";

export interface RunArgs {
  readonly operator: OperatorNamespace;
  readonly owner: AccessOwner;
  /** Name of the access. Workflows of one access never overlap, whatever they do. */
  readonly access: string;
  /** Name of a ClusterWorkflowTemplate. */
  readonly template: string;
  /** Nothing in them is secret: whoever may read a workflow may read its parameters. */
  readonly parameters: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Relative to the root of the checkout, where the engine starts its plugins. It stands in the state of every run, so
 * what it names must be there for as long as any of them is.
 */
const COMMAND = "node cli/workflow-run";

/**
 * Runs a workflow and waits for its end, when it is created and again when anything of it changes. A change is never a
 * replacement: there are no triggers. Deleting it runs nothing, see {@link deprovisionRun}.
 *
 * @param args `revision` changes with what the workflow reads from Secrets
 */
export const provisionRun = (
  name: string,
  args: RunArgs & { readonly revision: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): Command =>
  new Command(
    name,
    { create: COMMAND, environment: { ...variables(args), REVISION: args.revision }, ...QUIET },
    options(args, opts),
  );

/**
 * Stands for what may be on a data server, and runs a workflow that takes it away when it is deleted. Creating it and
 * changing it run nothing, so it is recorded before the first of it is made, and what is half made is taken away too;
 * and what a removal will do can be changed while the server does not answer.
 */
export const deprovisionRun = (
  name: string,
  args: RunArgs,
  opts: pulumi.CustomResourceOptions,
): Command =>
  new Command(
    name,
    {
      delete: COMMAND,
      environment: {
        ...variables(args),
        ON_DEPROVISION_FAILURE: args.owner.onDeprovisionFailure,
      } satisfies Record<RunVariable | FailureVariable, pulumi.Input<string>>,
      ...QUIET,
    },
    options(args, opts),
  );

/** Only what is done is shown, and that is on stderr; nobody needs it later. */
const QUIET = { logging: "stderr", addPreviousOutputInEnv: false } as const;

const options = (
  { operator }: RunArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions => ({
  ...opts,
  provider: operator.command,
  // A workflow's log may hold what nobody thought of.
  additionalSecretOutputs: ["stdout", "stderr"],
});

const variables = (args: RunArgs): Record<RunVariable, pulumi.Input<string>> => ({
  OPENEDX_STACK: [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/"),
  OPENEDX_INSTANCE: args.owner.slug,
  OPENEDX_OWNER: args.owner.mark,
  OPENEDX_RUN: objectName(LONGEST_RUN, args.access),
  WORKFLOW_TEMPLATE: args.template,
  WORKFLOW_NAMESPACE: args.operator.namespace,
  WORKFLOW_SERVICE_ACCOUNT: args.operator.serviceAccount,
  WORKFLOW_PARAMETERS: pulumi.jsonStringify(args.parameters),
});

/** Tells one password from another, and nothing else of them. */
export const passwordRevision = (password: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.unsecret(password.apply(fingerprint));

/** 32 bits of a hash: far too few to find 192 random bits by, and enough to see that they are others. */
const fingerprint = (password: string): string =>
  createHash("sha256").update(`revision of ${password}`).digest("hex").slice(0, 8);
