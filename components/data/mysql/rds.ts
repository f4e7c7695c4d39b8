import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AwsSite } from "../../cluster/aws/contract";
import { pin, type PinArgs } from "../../shared/lock";
import type { MysqlOutputs, MysqlServer, OperatorNamespace, ServerNetwork } from "../contract";
import { onePort } from "../network";
import type { ExternalMysqlSettings, InClusterMysqlSettings, RdsSettings } from "../settings";
import { inClusterMysql } from "./in-cluster";
import { rdsAuthority } from "./rds-authorities";
import { ADMIN_USER, createRdsServer, MYSQL_PORT } from "./rds-server";

export interface RdsMysqlArgs extends PinArgs {
  readonly settings: RdsSettings;
  readonly clusterName: string;
  readonly aws: AwsSite;
  readonly operator: OperatorNamespace;
}

/** A MySQL server on Amazon RDS, which only the nodes of the cluster reach, and workflows from inside. */
export class RdsMysqlServer extends pulumi.ComponentResource implements MysqlServer {
  readonly network: ServerNetwork;
  readonly made = this;
  readonly outputs: MysqlOutputs;
  readonly asFound: pulumi.Output<ExternalMysqlSettings>;
  readonly createDatabases: MysqlServer["createDatabases"];

  constructor(name: string, args: RdsMysqlArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings, clusterName, aws, operator } = args;
    super("openedx:data:RdsMysqlServer", name, { size: settings.size }, opts);
    this.network = { cidrs: aws.databaseSubnets.cidrs, ports: [onePort(MYSQL_PORT)] };
    const pinned = pin(`${name}-kind`, { kind: settings.kind }, args);
    const adminPassword = this.createAdminPassword(name, args.random);
    const { host, finalSnapshot } = createRdsServer(
      name,
      { settings, clusterName, aws, adminPassword, random: args.random },
      { parent: this, provider: aws.provider, dependsOn: [pinned] },
    );
    const server = serverIn(aws);
    this.outputs = { finalSnapshot };
    this.asFound = host.apply((known) => ({ ...server, host: known }));
    this.createDatabases = inClusterMysql(
      name,
      { server: { ...server, host }, adminPassword, operator },
      { parent: this, dependsOn: [pinned] },
    );
    this.registerOutputs({ host });
  }

  private createAdminPassword(name: string, provider: random.Provider): pulumi.Output<string> {
    const password = new random.RandomPassword(
      `${name}-admin-password`,
      // RDS takes 41 characters at most.
      { length: 32, special: false },
      { parent: this, provider },
    );
    return pulumi.secret(password.result);
  }
}

/** How a server beside the cluster is reached, but for its host. */
const serverIn = ({ region, databaseSubnets }: AwsSite): Omit<InClusterMysqlSettings, "host"> => ({
  kind: "external",
  access: "in-cluster",
  port: MYSQL_PORT,
  network: { cidrs: databaseSubnets.cidrs },
  adminUser: ADMIN_USER,
  tls: "verify",
  caCertificate: rdsAuthority(region),
});
