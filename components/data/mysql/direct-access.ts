import * as mysql from "@pulumi/mysql";
import * as pulumi from "@pulumi/pulumi";
import type { AccessOptions, MysqlAccess, MysqlAccessArgs, PlacedData } from "../contract";
import { grantPattern } from "./grant-pattern";

export interface DirectMysqlAccessArgs extends MysqlAccessArgs {
  readonly host: string;
  readonly port: number;
}

/** Where the resources of an access hang, and the connection that makes them. */
export interface DirectMysqlOptions extends AccessOptions {
  readonly provider: mysql.Provider;
}

/** Makes databases, and then one user with all rights on them and none elsewhere, by connecting to the server. */
export function createDirectDatabases(
  name: string,
  args: DirectMysqlAccessArgs,
  { dependsOn, ...opts }: DirectMysqlOptions,
): PlacedData<MysqlAccess> {
  const databases = args.databases.map((database, index) =>
    createDatabase(indexed(name, index), database, { ...opts, dependsOn }),
  );
  const grantAccess = (after: readonly pulumi.Resource[]): MysqlAccess => {
    const user = createUser(name, args, { ...opts, dependsOn: [...after] });
    const grants = databases.map((database, index) =>
      grant(indexed(name, index), user, database, opts),
    );
    return {
      host: pulumi.output(args.host),
      port: pulumi.output(args.port),
      user: user.user,
      password: args.password,
      databases: pulumi
        .all([databases.map((database) => database.name), grants.map((each) => each.id)])
        .apply(([names]) => names),
      granted: grants,
    };
  };
  return { data: databases, grantAccess };
}

const createDatabase = (
  name: string,
  database: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): mysql.Database =>
  new mysql.Database(
    `${name}-database`,
    {
      name: database,
      // What Tutor's own server uses; the plugin's default is three-byte utf8.
      defaultCharacterSet: "utf8mb4",
      defaultCollation: "utf8mb4_unicode_ci",
    },
    opts,
  );

/** It depends on the data, so that a removal takes the login away before that. */
const createUser = (
  name: string,
  { user, password }: DirectMysqlAccessArgs,
  opts: pulumi.CustomResourceOptions,
): mysql.User =>
  new mysql.User(
    `${name}-user`,
    // The default host is `localhost`, from where no pod connects.
    { user, host: "%", plaintextPassword: password },
    { ...opts, deleteBeforeReplace: true },
  );

const grant = (
  name: string,
  user: mysql.User,
  database: mysql.Database,
  opts: pulumi.CustomResourceOptions,
): mysql.Grant =>
  new mysql.Grant(
    `${name}-grant`,
    {
      user: user.user,
      host: "%",
      database: database.name.apply(grantPattern),
      privileges: ["ALL PRIVILEGES"],
    },
    // Replaced the other way round, the old grant's deletion would revoke what the new one has just given.
    { ...opts, deleteBeforeReplace: true, deletedWith: user },
  );

/** The first database keeps the plain name, so that adding another one changes no logical name. */
const indexed = (name: string, index: number): string => (index === 0 ? name : `${name}-${index}`);
