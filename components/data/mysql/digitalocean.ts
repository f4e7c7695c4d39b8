import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanSite } from "../../cluster/digitalocean/contract";
import { pin, type PinArgs } from "../../shared/lock";
import type { MysqlServer, OperatorNamespace, ServerNetwork } from "../contract";
import { onePort } from "../network";
import type { DigitalOceanMysqlSettings, ExternalMysqlSettings } from "../settings";
import { managedMysql, MYSQL_PORT } from "./digitalocean-access";
import { createDigitalOceanServer } from "./digitalocean-server";

export interface DigitalOceanMysqlArgs extends PinArgs {
  readonly settings: DigitalOceanMysqlSettings;
  readonly clusterName: string;
  readonly site: DigitalOceanSite;
  readonly operator: OperatorNamespace;
}

/**
 * A managed MySQL server of DigitalOcean, which only the nodes of the cluster reach, and workflows from inside. Its API
 * could make users too, but each of them has the administrator's rights on every database.
 */
export class DigitalOceanMysqlServer extends pulumi.ComponentResource implements MysqlServer {
  readonly network: ServerNetwork;
  readonly made = this;
  readonly asFound: pulumi.Output<ExternalMysqlSettings>;
  readonly createDatabases: MysqlServer["createDatabases"];

  constructor(
    name: string,
    args: DigitalOceanMysqlArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { settings, clusterName, site, operator } = args;
    super("openedx:data:DigitalOceanMysqlServer", name, { size: settings.size }, opts);
    const network = { cidrs: [site.vpcCidr] };
    this.network = { ...network, ports: [onePort(MYSQL_PORT)] };
    const pinned = pin(`${name}-kind`, { kind: settings.kind }, args);
    const { ready, ...server } = createDigitalOceanServer(
      name,
      { settings, clusterName, site },
      { parent: this, provider: site.provider, dependsOn: [pinned] },
    );
    const { asFound, createDatabases } = managedMysql(
      name,
      { server, network, operator },
      { parent: this, dependsOn: [pinned, ...ready] },
    );
    this.asFound = asFound;
    this.createDatabases = createDatabases;
    this.registerOutputs({ host: server.host });
  }
}
