import * as pulumi from "@pulumi/pulumi";
import type { AwsSite } from "../../cluster/aws/contract";
import { pin, type PinArgs } from "../../shared/lock";
import type { MysqlServer, OperatorNamespace, ServerNetwork } from "../contract";
import { onePort } from "../network";
import type {
  ExistingRdsSettings,
  ExternalMysqlSettings,
  InClusterMysqlSettings,
} from "../settings";
import { inClusterMysql } from "./in-cluster";
import { allRdsAuthorities } from "./rds-authorities";
import { admitNodesTo, findRdsServer } from "./rds-found";

export interface ExistingRdsMysqlArgs extends PinArgs {
  readonly settings: ExistingRdsSettings;
  readonly aws: AwsSite;
  readonly operator: OperatorNamespace;
  /** @default - the administrator's login is in the operator namespace already */
  readonly adminPassword?: pulumi.Output<string>;
}

/**
 * A MySQL server on Amazon RDS that is there already. Of it the stack has one thing only: the rule that lets the nodes of
 * the cluster in.
 */
export class ExistingRdsMysqlServer extends pulumi.ComponentResource implements MysqlServer {
  readonly network: ServerNetwork;
  readonly asFound: pulumi.Output<ExternalMysqlSettings>;
  readonly createDatabases: MysqlServer["createDatabases"];

  constructor(
    name: string,
    args: ExistingRdsMysqlArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { settings, aws, operator, adminPassword } = args;
    const { kind, existing } = settings;
    super("openedx:data:ExistingRdsMysqlServer", name, { existing }, opts);
    this.network = { cidrs: settings.network.cidrs, ports: [onePort(settings.port)] };
    const pinned = pin(`${name}-kind`, { kind, existing }, args);
    const cloud = { parent: this, provider: aws.provider };
    const found = findRdsServer(settings, cloud);
    const rule = admitNodesTo(name, { settings, found, aws }, cloud);
    const server = serverIn(settings, aws);
    const [host, adminUser] = [found.address, found.masterUsername];
    this.asFound = pulumi
      .all([host, adminUser])
      .apply(([address, user]) => ({ ...server, host: address, adminUser: user }));
    this.createDatabases = inClusterMysql(
      name,
      { server: { ...server, host, adminUser }, adminPassword, operator },
      { parent: this, dependsOn: [pinned, rule] },
    );
    this.registerOutputs({ host });
  }
}

/** How the server is reached, but for what is asked of RDS. */
const serverIn = (
  { port, network }: ExistingRdsSettings,
  { region }: AwsSite,
): Omit<InClusterMysqlSettings, "host" | "adminUser"> => ({
  kind: "external",
  access: "in-cluster",
  port,
  network,
  tls: "verify",
  caCertificate: allRdsAuthorities(region),
});
