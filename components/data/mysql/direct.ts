import * as mysql from "@pulumi/mysql";
import type * as pulumi from "@pulumi/pulumi";
import type { MysqlServer } from "../contract";
import type { DirectMysqlSettings } from "../settings";
import { createDirectDatabases } from "./direct-access";

const TLS = { verify: "true", "skip-verify": "skip-verify", off: "false" } as const;

/** Makes databases and grants access by connecting to the server from where `pulumi` runs. */
export function directMysql(
  name: string,
  args: { readonly settings: DirectMysqlSettings; readonly adminPassword: pulumi.Output<string> },
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): MysqlServer["createDatabases"] {
  const { adminUser, host, port, tls } = args.settings;
  const provider = new mysql.Provider(
    `${name}-server`,
    {
      endpoint: `${host}:${port}`,
      username: adminUser,
      password: args.adminPassword,
      tls: TLS[tls],
      // The plugin opens a pool for every operation and never closes it, so the pools must be small and brief.
      maxConnLifetimeSec: 10,
      maxOpenConns: 2,
    },
    { parent: opts.parent, dependsOn: [...opts.dependsOn] },
  );
  return (accessName, accessArgs, accessOpts) =>
    createDirectDatabases(accessName, { ...accessArgs, host, port }, { ...accessOpts, provider });
}
