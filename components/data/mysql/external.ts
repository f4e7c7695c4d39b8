import * as pulumi from "@pulumi/pulumi";
import { pin, type PinArgs } from "../../shared/lock";
import type { MysqlServer, OperatorNamespace, ServerNetwork } from "../contract";
import { onePort, serverNetwork } from "../network";
import type { ExternalMysqlSettings } from "../settings";
import { directMysql } from "./direct";
import { inClusterMysql } from "./in-cluster";

export interface ExternalMysqlArgs extends PinArgs {
  readonly settings: ExternalMysqlSettings;
  /** Needed for `direct` access. @default - the login is in the operator namespace already */
  readonly adminPassword?: pulumi.Output<string>;
  /** Needed for access from inside the cluster. */
  readonly operator?: OperatorNamespace;
}

/** A MySQL server that somebody else runs, and the driver that reaches it. */
export class ExternalMysqlServer extends pulumi.ComponentResource implements MysqlServer {
  readonly network: ServerNetwork;
  readonly asFound: pulumi.Output<ExternalMysqlSettings>;
  readonly createDatabases: MysqlServer["createDatabases"];

  constructor(name: string, args: ExternalMysqlArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:data:ExternalMysqlServer", name, { host: settings.host }, opts);
    this.network = serverNetwork([settings.host], [onePort(settings.port)], settings.network);
    this.asFound = pulumi.output(settings);
    const pinned = pin(`${name}-kind`, { kind: settings.kind, access: settings.access }, args);
    this.createDatabases = createDriver(name, args, { parent: this, dependsOn: [pinned] });
    this.registerOutputs({ host: settings.host });
  }
}

function createDriver(
  name: string,
  { settings, adminPassword, operator }: ExternalMysqlArgs,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): MysqlServer["createDatabases"] {
  switch (settings.access) {
    case "direct":
      if (adminPassword === undefined)
        throw new Error("direct access needs the password of the server's administrator");
      return directMysql(name, { settings, adminPassword }, opts);
    case "in-cluster":
      if (operator === undefined) throw new Error("in-cluster access needs an operator namespace");
      return inClusterMysql(name, { server: settings, adminPassword, operator }, opts);
    default:
      return settings satisfies never;
  }
}
