import { DatabaseMysqlConfig } from "@pulumi/digitalocean/databaseMysqlConfig";
import { getDatabaseCaOutput } from "@pulumi/digitalocean/getDatabaseCa";
import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanOptions, DigitalOceanSite } from "../../cluster/digitalocean/contract";
import { createManagedDatabase } from "../digitalocean-database";
import type { DigitalOceanMysqlSettings } from "../settings";
import type { ManagedServer } from "./digitalocean-access";

/** The only one that DigitalOcean has; minor versions come by themselves, in the maintenance window. */
const VERSION = "8";

export interface DigitalOceanServerArgs {
  readonly settings: DigitalOceanMysqlSettings;
  readonly clusterName: string;
  readonly site: DigitalOceanSite;
}

/** A server that was made. */
export interface MadeServer extends ManagedServer {
  /** What must be there before anybody uses it. */
  readonly ready: readonly pulumi.Resource[];
}

/** Makes the server in the network of the cluster, whose nodes alone may connect. */
export function createDigitalOceanServer(
  name: string,
  args: DigitalOceanServerArgs,
  { dependsOn, ...opts }: DigitalOceanOptions & { readonly dependsOn: readonly pulumi.Resource[] },
): MadeServer {
  const { settings } = args;
  const { server, firewall } = createManagedDatabase(
    name,
    { ...args, engine: "mysql", version: VERSION },
    { ...opts, dependsOn },
  );
  const config = new DatabaseMysqlConfig(
    `${name}-parameters`,
    {
      clusterId: server.id,
      sqlMode: settings.sqlMode.join(","),
      // DigitalOcean asks each table for one, and MySQL does not: plugins may have tables without.
      sqlRequirePrimaryKey: false,
    },
    opts,
  );
  const authority = getDatabaseCaOutput({ clusterId: server.id }, opts);
  return {
    host: server.privateHost,
    adminUser: server.user,
    adminPassword: pulumi.secret(server.password),
    caCertificate: authority.certificate,
    ready: [firewall, config],
  };
}
