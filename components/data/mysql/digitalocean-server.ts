import { DatabaseMysqlConfig } from "@pulumi/digitalocean/databaseMysqlConfig";
import { getDatabaseCaOutput } from "@pulumi/digitalocean/getDatabaseCa";
import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanSite } from "../../cluster/digitalocean/contract";
import { createManagedDatabase, type DigitalOceanOptions } from "../digitalocean-database";
import type { DigitalOceanMysqlSettings } from "../settings";

/** Of every managed MySQL: https://docs.digitalocean.com/products/databases/mysql/how-to/connect/ */
export const MYSQL_PORT = 25_060;

/** The only one that DigitalOcean has; minor versions come by themselves, in the maintenance window. */
const VERSION = "8";

export interface DigitalOceanServerArgs {
  readonly settings: DigitalOceanMysqlSettings;
  readonly clusterName: string;
  readonly site: DigitalOceanSite;
}

/** How the server is reached from its network, and who may do everything on it. */
export interface ManagedServer {
  readonly host: pulumi.Output<string>;
  readonly adminUser: pulumi.Output<string>;
  /** Secret. */
  readonly adminPassword: pulumi.Output<string>;
  /** PEM of the authority that its certificate is of. It is public. */
  readonly caCertificate: pulumi.Output<string>;
  /** What must be there before anybody uses it. */
  readonly ready: readonly pulumi.Resource[];
}

/** Makes the server in the network of the cluster, whose nodes alone may connect. */
export function createDigitalOceanServer(
  name: string,
  args: DigitalOceanServerArgs,
  { dependsOn, ...opts }: DigitalOceanOptions & { readonly dependsOn: readonly pulumi.Resource[] },
): ManagedServer {
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
