import * as pulumi from "@pulumi/pulumi";
import type { MysqlServer, OperatorNamespace } from "../contract";
import type { ExternalMysqlSettings } from "../settings";
import { inClusterMysql } from "./in-cluster";

/** Of every managed MySQL: https://docs.digitalocean.com/products/databases/mysql/how-to/connect/ */
export const MYSQL_PORT = 25_060;

/** How a server is reached from its network, and who may do everything on it. */
export interface ManagedServer {
  readonly host: pulumi.Output<string>;
  readonly adminUser: pulumi.Output<string>;
  /** Secret. */
  readonly adminPassword: pulumi.Output<string>;
  /** PEM of the authority that its certificate is of. It is public. */
  readonly caCertificate: pulumi.Output<string>;
}

interface ManagedMysqlArgs {
  readonly server: ManagedServer;
  /** Where pods reach it. */
  readonly network: { readonly cidrs: readonly string[] };
  readonly operator: OperatorNamespace;
}

/** Lets workflows make databases on a managed server, whoever made it, and tells others how it is reached. */
export function managedMysql(
  name: string,
  { server, network, operator }: ManagedMysqlArgs,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): Pick<MysqlServer, "asFound" | "createDatabases"> {
  const { adminPassword, host, adminUser, caCertificate } = server;
  const reached = {
    kind: "external",
    access: "in-cluster",
    port: MYSQL_PORT,
    network,
    tls: "verify",
  } as const;
  return {
    asFound: pulumi
      .output({ host, adminUser, caCertificate })
      .apply((known): ExternalMysqlSettings => ({ ...reached, ...known })),
    createDatabases: inClusterMysql(
      name,
      { server: { ...reached, host, adminUser, caCertificate }, adminPassword, operator },
      opts,
    ),
  };
}
