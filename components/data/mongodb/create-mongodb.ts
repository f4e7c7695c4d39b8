import type * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import type { MongoServer, OperatorNamespace } from "../contract";
import type { MongoSettings } from "../settings";
import { AtlasServer } from "./atlas";
import { ExternalMongoServer } from "./external";

export interface MongoArgs {
  readonly settings: MongoSettings;
  /** Needed for a server that is not Atlas', unless another stack keeps the login in the operator namespace. */
  readonly adminPassword?: pulumi.Output<string>;
  /** Needed for access from inside the cluster. */
  readonly operator?: OperatorNamespace;
  /** Whether an instance on it is protected from deletion. */
  readonly carriesProtected: boolean;
  readonly random: random.Provider;
}

/** The MongoDB server that the settings ask for. */
export function createMongodb(
  name: string,
  args: MongoArgs,
  opts: pulumi.ComponentResourceOptions = {},
): MongoServer & pulumi.Resource {
  const { settings, adminPassword, operator } = args;
  switch (settings.kind) {
    case "atlas":
      return new AtlasServer(name, { ...args, settings }, opts);
    case "external":
      if (operator === undefined) throw new Error("in-cluster access needs an operator namespace");
      return new ExternalMongoServer(name, { ...args, settings, adminPassword, operator }, opts);
    default:
      return settings satisfies never;
  }
}
