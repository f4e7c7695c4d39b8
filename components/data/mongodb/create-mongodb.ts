import type * as pulumi from "@pulumi/pulumi";
import type { AwsSite } from "../../cluster/aws/contract";
import type { DigitalOceanSite } from "../../cluster/digitalocean/contract";
import type { MongoServer, OperatorNamespace } from "../contract";
import type { MongoSettings } from "../settings";
import { AtlasServer } from "./atlas";
import { MadeAtlasServer } from "./atlas-made";
import { DigitalOceanMongoServer } from "./digitalocean";
import { ExistingDigitalOceanMongoServer } from "./existing-digitalocean";
import { ExternalMongoServer } from "./external";
import type { PinArgs } from "../../shared/lock";

export interface MongoArgs extends PinArgs {
  readonly settings: MongoSettings;
  readonly clusterName: string;
  /** Needed for an `external` server, unless another stack keeps the login in the operator namespace. */
  readonly adminPassword?: pulumi.Output<string>;
  /** Needed for access from inside the cluster. */
  readonly operator?: OperatorNamespace;
  /** Needed for a cluster on Atlas that is to be made. */
  readonly aws?: AwsSite;
  /** Needed for a managed server of DigitalOcean that is to be made. */
  readonly digitalocean?: DigitalOceanSite;
}

/** The MongoDB server that the settings ask for. */
export function createMongodb(
  name: string,
  args: MongoArgs,
  opts: pulumi.ComponentResourceOptions = {},
): MongoServer & pulumi.Resource {
  const { settings, adminPassword, operator, aws, digitalocean: site } = args;
  switch (settings.kind) {
    case "atlas":
      if ("host" in settings) return new AtlasServer(name, { ...args, settings }, opts);
      if (aws === undefined) throw new Error("a cluster on Atlas is made beside a cluster on AWS");
      return new MadeAtlasServer(name, { ...args, settings, aws }, opts);
    case "digitalocean":
      if ("existing" in settings)
        return new ExistingDigitalOceanMongoServer(name, { ...args, settings }, opts);
      if (site === undefined)
        throw new Error("a server on DigitalOcean needs a cluster on DigitalOcean");
      return new DigitalOceanMongoServer(name, { ...args, settings, site }, opts);
    case "external":
      if (operator === undefined) throw new Error("in-cluster access needs an operator namespace");
      return new ExternalMongoServer(name, { ...args, settings, adminPassword, operator }, opts);
    default:
      return settings satisfies never;
  }
}
