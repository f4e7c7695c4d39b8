import * as pulumi from "@pulumi/pulumi";
import type { MysqlAccess, MysqlServer, OperatorNamespace } from "../contract";
import { after, placeInClusterData, valueAfter } from "../in-cluster-access";
import { adminSecretName, createAdminSecret } from "../operator-secrets";

/** Where a server is, and who may do everything on it. */
export interface InClusterMysqlServer {
  readonly host: pulumi.Input<string>;
  readonly port: number;
  readonly adminUser: pulumi.Input<string>;
  /** `verify`: by a certificate of `caCertificate`; `skip-verify`: by any; `off`: TLS only if the server has it. */
  readonly tls: keyof typeof SSL_MODES;
  readonly caCertificate?: pulumi.Input<string>;
}

export interface InClusterMysqlArgs {
  readonly server: InClusterMysqlServer;
  /** @default - the administrator's login is in the operator namespace already */
  readonly adminPassword?: pulumi.Output<string>;
  readonly operator: OperatorNamespace;
}

/** Of the client's options: https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode */
const SSL_MODES = {
  verify: "VERIFY_IDENTITY",
  "skip-verify": "REQUIRED",
  off: "PREFERRED",
} as const;

/** Makes databases and grants access by workflows that connect to the server from inside the cluster. */
export function inClusterMysql(
  name: string,
  { server, adminPassword, operator }: InClusterMysqlArgs,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): MysqlServer["createDatabases"] {
  const { adminUser, caCertificate, host, port, tls } = server;
  const admin = adminPassword && { user: adminUser, password: adminPassword, caCertificate };
  const before = admin ? [createAdminSecret(name, { operator, admin }, opts)] : opts.dependsOn;
  const connection = {
    host,
    port: String(port),
    "ssl-mode": SSL_MODES[tls],
    "admin-secret": adminSecretName(name),
  };
  return (accessName, { databases, user, password, owner }, accessOpts) => {
    const [database, ...others] = databases;
    if (database === undefined || others.length > 0)
      throw new Error(`${accessName}: in-cluster access is to one database; ask once for each`);
    const placed = placeInClusterData(
      accessName,
      {
        operator,
        before,
        owner,
        password,
        server: "mysql",
        connection,
        things: { database, user },
      },
      accessOpts,
    );
    const grantAccess = (allData: readonly pulumi.Resource[]): MysqlAccess => {
      const run = placed.grantAccess(allData);
      return {
        host: pulumi.output(host),
        port: pulumi.output(port),
        user: valueAfter(run, user),
        password: valueAfter(run, password),
        databases: after(run, databases),
        granted: [run],
      };
    };
    return { data: placed.data, grantAccess };
  };
}
