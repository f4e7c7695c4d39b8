import { Command } from "@pulumi/command/local/command";
import type { Provider } from "@pulumi/command/provider";
import * as pulumi from "@pulumi/pulumi";
import type { MongoAccessArgs } from "../contract";
import { passwordRevision } from "../workflow-run";
import type { UserVariable } from "./user-variables";

/** They stand in the state of every user, so what they name must be there for as long as any of them is. */
const GRANT = "node cli/mongodb-user grant";
const REVOKE = "node cli/mongodb-user revoke";

export interface DigitalOceanUserArgs extends MongoAccessArgs {
  /** UUID of the server. */
  readonly serverId: pulumi.Input<string>;
}

/** A user, and the password that DigitalOcean has made up for it. */
export interface DigitalOceanUser {
  readonly run: Command;
  /** Secret. */
  readonly password: pulumi.Output<string>;
}

/**
 * Makes a user that may read and write the databases, and nothing else, by DigitalOcean's REST API: MongoDB's own commands
 * for users are closed there, and the provider makes administrators only. As with workflows, a change is never a replacement,
 * whose old half would take the user away that the new one has just made.
 *
 * The password of `args` is nobody's: it tells when another one is wanted, as DigitalOcean makes passwords up itself.
 */
export function createDigitalOceanUser(
  name: string,
  { serverId, user, databases, password }: DigitalOceanUserArgs,
  opts: pulumi.CustomResourceOptions & { readonly provider: Provider },
): DigitalOceanUser {
  const environment: Record<UserVariable, pulumi.Input<string>> = {
    MONGODB_SERVER: serverId,
    MONGODB_USER: user,
    MONGODB_DATABASES: pulumi.jsonStringify(databases),
    MONGODB_REVISION: passwordRevision(password),
  };
  const run = new Command(
    `${name}-user`,
    // What is done is told on stderr. The password is on stdout, and is in no environment.
    {
      create: GRANT,
      delete: REVOKE,
      environment,
      logging: "stderr",
      addPreviousOutputInEnv: false,
    },
    { ...opts, additionalSecretOutputs: ["stdout", "stderr"] },
  );
  return { run, password: pulumi.secret(run.stdout.apply((told) => passwordIn(told, name))) };
}

/**
 * The password that a run has told.
 *
 * @throws Error where it is empty: with that, everybody could log in, or nobody
 */
function passwordIn(told: string, name: string): string {
  if (told !== "") return told;
  throw new Error(`${name}-user: DigitalOcean has told no password`);
}
