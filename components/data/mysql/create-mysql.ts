import type * as pulumi from "@pulumi/pulumi";
import type { AwsSite } from "../../cluster/aws/contract";
import type { DigitalOceanSite } from "../../cluster/digitalocean/contract";
import type { MysqlServer, OperatorNamespace } from "../contract";
import type { MysqlSettings } from "../settings";
import { DigitalOceanMysqlServer } from "./digitalocean";
import { ExistingDigitalOceanMysqlServer } from "./existing-digitalocean";
import { ExistingRdsMysqlServer } from "./existing-rds";
import { ExternalMysqlServer } from "./external";
import { RdsMysqlServer } from "./rds";
import type { PinArgs } from "../../shared/lock";

export interface MysqlArgs extends PinArgs {
  readonly settings: MysqlSettings;
  readonly clusterName: string;
  /** Needed for an `external` server and one of RDS that exists, unless another stack keeps the login on the cluster. */
  readonly adminPassword?: pulumi.Output<string>;
  /** Needed for access from inside the cluster. */
  readonly operator?: OperatorNamespace;
  /** Needed for a server on Amazon RDS. */
  readonly aws?: AwsSite;
  /** Needed for a managed server of DigitalOcean. */
  readonly digitalocean?: DigitalOceanSite;
}

/** The MySQL server that the settings ask for. */
export function createMysql(
  name: string,
  args: MysqlArgs,
  opts: pulumi.ComponentResourceOptions = {},
): MysqlServer & pulumi.Resource {
  const { settings, adminPassword, operator, aws, digitalocean: site } = args;
  switch (settings.kind) {
    case "rds":
      if (aws === undefined || operator === undefined)
        throw new Error("a server on RDS needs a cluster on AWS and an operator namespace");
      return "existing" in settings
        ? new ExistingRdsMysqlServer(name, { ...args, settings, aws, operator }, opts)
        : new RdsMysqlServer(name, { ...args, settings, aws, operator }, opts);
    case "digitalocean":
      if (site === undefined || operator === undefined)
        throw new Error(
          "a server on DigitalOcean needs a cluster on DigitalOcean and an operator namespace",
        );
      return "existing" in settings
        ? new ExistingDigitalOceanMysqlServer(name, { ...args, settings, site, operator }, opts)
        : new DigitalOceanMysqlServer(name, { ...args, settings, site, operator }, opts);
    case "external":
      return new ExternalMysqlServer(name, { ...args, settings, adminPassword }, opts);
    default:
      return settings satisfies never;
  }
}
