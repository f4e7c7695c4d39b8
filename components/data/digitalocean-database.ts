import { DatabaseCluster } from "@pulumi/digitalocean/databaseCluster";
import { DatabaseFirewall } from "@pulumi/digitalocean/databaseFirewall";
import { ProjectResources } from "@pulumi/digitalocean/projectResources";
import type * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanOptions, DigitalOceanSite } from "../cluster/digitalocean/contract";
import { serverName } from "../shared/names";
import type { ManagedDatabaseSettings } from "./settings";

export interface ManagedDatabaseArgs {
  readonly engine: "mysql" | "mongodb";
  readonly version: string;
  readonly settings: ManagedDatabaseSettings;
  readonly clusterName: string;
  readonly site: DigitalOceanSite;
}

export interface ManagedDatabase {
  readonly server: DatabaseCluster;
  /** Keeps all out but the nodes of the cluster: nobody uses the server before it is there. */
  readonly firewall: DatabaseFirewall;
}

/** Makes a managed database server of DigitalOcean in the network of the cluster, whose nodes alone may connect. */
export function createManagedDatabase(
  name: string,
  { engine, version, settings, clusterName, site }: ManagedDatabaseArgs,
  { dependsOn, ...opts }: DigitalOceanOptions & { readonly dependsOn: readonly pulumi.Resource[] },
): ManagedDatabase {
  const server = new DatabaseCluster(
    `${name}-server`,
    {
      name: serverName(clusterName, engine),
      engine,
      version,
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
  new ProjectResources(
    `${name}-in-project`,
    { project: site.projectId, resources: [server.clusterUrn] },
    opts,
  );
  return { server, firewall };
}
