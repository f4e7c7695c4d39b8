import { getDatabaseCaOutput } from "@pulumi/digitalocean/getDatabaseCa";
import {
  getDatabaseClusterOutput,
  type GetDatabaseClusterResult,
} from "@pulumi/digitalocean/getDatabaseCluster";
import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanSite } from "../../cluster/digitalocean/contract";
import { pin, type PinArgs } from "../../shared/lock";
import type { MysqlServer, OperatorNamespace, ServerNetwork } from "../contract";
import { onePort } from "../network";
import type { ExistingDigitalOceanMysqlSettings, ExternalMysqlSettings } from "../settings";
import { type ManagedServer, managedMysql, MYSQL_PORT } from "./digitalocean-access";

export interface ExistingDigitalOceanMysqlArgs extends PinArgs {
  readonly settings: ExistingDigitalOceanMysqlSettings;
  readonly site: DigitalOceanSite;
  readonly operator: OperatorNamespace;
}

/**
 * A managed MySQL server of DigitalOcean that is there already. Nothing of it is the stack's: who may connect is one list
 * for the whole server, so that a list of the stack's would shut out everybody else.
 */
export class ExistingDigitalOceanMysqlServer
  extends pulumi.ComponentResource
  implements MysqlServer
{
  readonly network: ServerNetwork;
  readonly asFound: pulumi.Output<ExternalMysqlSettings>;
  readonly createDatabases: MysqlServer["createDatabases"];

  constructor(
    name: string,
    args: ExistingDigitalOceanMysqlArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { settings, site, operator } = args;
    const { kind, existing, network = { cidrs: [site.vpcCidr] } } = settings;
    super("openedx:data:ExistingDigitalOceanMysqlServer", name, { existing }, opts);
    this.network = { cidrs: network.cidrs, ports: [onePort(MYSQL_PORT)] };
    const pinned = pin(`${name}-kind`, { kind, existing }, args);
    const server = findServer(settings, { parent: this, provider: site.provider });
    const { asFound, createDatabases } = managedMysql(
      name,
      { server, network, operator },
      { parent: this, dependsOn: [pinned] },
    );
    this.asFound = asFound;
    this.createDatabases = createDatabases;
    this.registerOutputs({ host: server.host });
  }
}

/** Asks DigitalOcean for the server that the settings name, and for its administrator. */
function findServer(
  { existing }: ExistingDigitalOceanMysqlSettings,
  opts: { readonly parent: pulumi.Resource; readonly provider: DigitalOceanSite["provider"] },
): ManagedServer {
  // The answer has the administrator's password, so all of it is secret at first.
  const found = pulumi
    .secret(getDatabaseClusterOutput({ name: existing }, opts))
    .apply((server) => usableDigitalOceanServer(existing, server));
  const clusterId = pulumi.unsecret(found.id);
  return {
    host: pulumi.unsecret(found.privateHost),
    adminUser: pulumi.unsecret(found.user),
    adminPassword: found.password,
    caCertificate: getDatabaseCaOutput({ clusterId }, opts).certificate,
  };
}

/** What DigitalOcean tells of a server, as far as it is used. */
export type FoundDigitalOceanServer = Pick<
  GetDatabaseClusterResult,
  "id" | "engine" | "privateHost" | "user" | "password"
>;

/**
 * The server, if instances can be on it.
 *
 * @throws RunError for one that has no MySQL
 */
export function usableDigitalOceanServer(
  existing: string,
  found: FoundDigitalOceanServer,
): FoundDigitalOceanServer {
  if (found.engine === "mysql") return found;
  throw new pulumi.RunError(
    `openedx:mysql.existing is "${existing}", whose engine is ${found.engine}. ` +
      "Write the name of a database cluster with the engine mysql: `doctl databases list` lists them.",
  );
}
