import type { Servers } from "../../contract";
import type { StandIn } from "../contract";
import { installedVersion } from "../installed-version";
import { database } from "./database";
import { grant } from "./grant";
import { mysqlServer, type MysqlServer } from "./server";
import { user } from "./user";

/** Stand-in for `@pulumi/mysql`: it runs the same statements on the same kind of server. */
export const standIn: StandIn<MysqlServer> = {
  package: "mysql",
  version: installedVersion("@pulumi/mysql"),
  configure: mysqlServer,
  resources: {
    "mysql:index/database:Database": database,
    "mysql:index/user:User": user,
    "mysql:index/grant:Grant": grant,
  },
};

/** What the sandbox's report says about this stand-in. */
export const simulated = (server: Pick<Servers["mysql"], "flavor" | "version">): string[] =>
  server.flavor === "mysql"
    ? []
    : [
        `MySQL: MariaDB ${server.version} stands in for it. It has no caching_sha2_password logins, and the official ` +
          "mysql plugin cannot create users on MariaDB 10.10 or later, so this works with the stand-in only.",
      ];
