import type * as pulumi from "@pulumi/pulumi";
import type { MysqlServer } from "../contract";
import { ExternalMysqlServer, type ExternalMysqlArgs } from "./external";

/** The MySQL server that the settings ask for. */
export function createMysql(
  name: string,
  args: ExternalMysqlArgs,
  opts: pulumi.ComponentResourceOptions = {},
): MysqlServer {
  switch (args.settings.kind) {
    case "external":
      return new ExternalMysqlServer(name, args, opts);
    default:
      return args.settings.kind satisfies never;
  }
}
