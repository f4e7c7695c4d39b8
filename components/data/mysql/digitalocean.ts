import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import type { DigitalOceanSite } from "../../cluster/digitalocean/contract";
import { pin } from "../../shared/lock";
import type { MysqlServer, OperatorNamespace, ServerNetwork } from "../contract";
import { onePort } from "../network";
import type {
  DigitalOceanMysqlSettings,
  ExternalMysqlSettings,
  InClusterMysqlSettings,
} from "../settings";
import { createDigitalOceanServer, MYSQL_PORT } from "./digitalocean-server";
import { inClusterMysql } from "./in-cluster";

export interface DigitalOceanMysqlArgs {
  readonly settings: DigitalOceanMysqlSettings;
  readonly clusterName: string;
  readonly site: DigitalOceanSite;
  readonly operator: OperatorNamespace;
  /** Whether an instance on it is protected from deletion, which keeps its kind from being changed. */
  readonly carriesProtected: boolean;
  readonly random: random.Provider;
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
    this.network = { cidrs: [site.vpcCidr], ports: [onePort(MYSQL_PORT)] };
    const pinned = pin(
      `${name}-kind`,
      { settings: { kind: settings.kind }, carriesProtected: args.carriesProtected },
      { provider: args.random },
    );
    const { ready, adminPassword, ...server } = createDigitalOceanServer(
      name,
      { settings, clusterName, site },
      { parent: this, provider: site.provider, dependsOn: [pinned] },
    );
    this.asFound = pulumi
      .all([server.host, server.adminUser, server.caCertificate])
      .apply(([host, adminUser, caCertificate]): ExternalMysqlSettings => ({
        ...serverIn(site),
        ...{ host, adminUser, caCertificate },
      }));
    this.createDatabases = inClusterMysql(
      name,
      { server: { ...serverIn(site), ...server }, adminPassword, operator },
      { parent: this, dependsOn: [pinned, ...ready] },
    );
    this.registerOutputs({ host: server.host });
  }
}

/** How a server beside the cluster is reached, but for what DigitalOcean makes up. */
const serverIn = ({
  vpcCidr,
}: DigitalOceanSite): Omit<InClusterMysqlSettings, "host" | "adminUser" | "caCertificate"> => ({
  kind: "external",
  access: "in-cluster",
  port: MYSQL_PORT,
  network: { cidrs: [vpcCidr] },
  tls: "verify",
});
