import * as mysql from "@pulumi/mysql";
import * as pulumi from "@pulumi/pulumi";
import type { MysqlAccess, MysqlAccessArgs } from "../contract";
import { grantPattern } from "./grant-pattern";

export interface DirectMysqlAccessArgs extends MysqlAccessArgs {
  readonly host: string;
  readonly port: number;
}

/** Databases, and one user with all rights on them and none elsewhere, made by connecting to the server. */
export class DirectMysqlAccess extends pulumi.ComponentResource implements MysqlAccess {
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly user: pulumi.Output<string>;
  readonly password: pulumi.Output<string>;
  readonly databases: pulumi.Output<readonly string[]>;
  readonly granted: readonly pulumi.Resource[];

  constructor(name: string, args: DirectMysqlAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("openedx:data:DirectMysqlAccess", name, {}, opts);
    const databases = args.databases.map((database, index) =>
      this.createDatabase(indexed(name, index), database),
    );
    this.password = args.password;
    const user = this.createUser(name, args.user, databases);
    const grants = databases.map((database, index) =>
      this.grant(indexed(name, index), user, database),
    );
    this.granted = grants;
    this.host = pulumi.output(args.host);
    this.port = pulumi.output(args.port);
    this.user = user.user;
    this.databases = pulumi
      .all([databases.map((database) => database.name), grants.map((grant) => grant.id)])
      .apply(([names]) => names);
    this.registerOutputs({ user: this.user });
  }

  private createDatabase(name: string, database: pulumi.Input<string>): mysql.Database {
    return new mysql.Database(
      `${name}-database`,
      {
        name: database,
        // What Tutor's own server uses; the plugin's default is three-byte utf8.
        defaultCharacterSet: "utf8mb4",
        defaultCollation: "utf8mb4_unicode_ci",
      },
      { parent: this },
    );
  }

  private createUser(
    name: string,
    user: pulumi.Input<string>,
    databases: readonly mysql.Database[],
  ): mysql.User {
    return new mysql.User(
      `${name}-user`,
      // The default host is `localhost`, from where no pod connects.
      { user, host: "%", plaintextPassword: this.password },
      // Access depends on data, so that a removal takes the login away before the data.
      { parent: this, deleteBeforeReplace: true, dependsOn: [...databases] },
    );
  }

  private grant(name: string, user: mysql.User, database: mysql.Database): mysql.Grant {
    return new mysql.Grant(
      `${name}-grant`,
      {
        user: user.user,
        host: "%",
        database: database.name.apply(grantPattern),
        privileges: ["ALL PRIVILEGES"],
      },
      // Replaced the other way round, the old grant's deletion would revoke what the new one has just given.
      { parent: this, deleteBeforeReplace: true, deletedWith: user },
    );
  }
}

/** The first database keeps the plain name, so that adding another one changes no logical name. */
const indexed = (name: string, index: number): string => (index === 0 ? name : `${name}-${index}`);
