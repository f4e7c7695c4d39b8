import { DatabaseCluster } from "@pulumi/digitalocean/databaseCluster";
import { DatabaseFirewall } from "@pulumi/digitalocean/databaseFirewall";
import { DatabaseMysqlConfig } from "@pulumi/digitalocean/databaseMysqlConfig";
import { getDatabaseCaOutput } from "@pulumi/digitalocean/getDatabaseCa";
import { ProjectResources } from "@pulumi/digitalocean/projectResources";
import type { Provider } from "@pulumi/digitalocean/provider";
import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanSite } from "../../cluster/digitalocean/contract";
import { serverName } from "../../shared/names";
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

interface ServerOptions {
  readonly parent: pulumi.Resource;
  readonly provider: Provider;
}

/** Makes the server in the network of the cluster, whose nodes alone may connect. */
export function createDigitalOceanServer(
  name: string,
  { settings, clusterName, site }: DigitalOceanServerArgs,
  { dependsOn, ...opts }: ServerOptions & { readonly dependsOn: readonly pulumi.Resource[] },
): ManagedServer {
  const server = new DatabaseCluster(
    `${name}-server`,
    {
      name: serverName(clusterName, "mysql"),
      engine: "mysql",
      version: VERSION,
      region: site.region,
      size: settings.size,
      nodeCount: settings.nodes,
      privateNetworkUuid: site.vpcId,
      maintenanceWindows: [{ ...settings.maintenance }],
    },
    // An edit of what cannot change, such as the network, would make another server and delete this one.
    { ...opts, protect: settings.deletionProtection, dependsOn: [...dependsOn] },
  );
  const firewall = new DatabaseFirewall(
    `${name}-access`,
    { clusterId: server.id, rules: [{ type: "k8s", value: site.clusterId }] },
    opts,
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
  new ProjectResources(
    `${name}-in-project`,
    { project: site.projectId, resources: [server.clusterUrn] },
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
