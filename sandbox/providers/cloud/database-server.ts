import type { Servers } from "../../contract";
import { mysqlServer } from "../mysql/server";
import { accountName, alterPassword, createUser, dropUser, selectUser } from "../mysql/statements";

/** The sandbox's MySQL, as the managed server of a cloud. Its administrator is another one than the sandbox's own. */
export class DatabaseServer {
  constructor(private readonly mysql: Servers["mysql"]) {}

  /** Makes the administrator, or gives them another password. */
  async admit(user: string, password: string): Promise<void> {
    const who = { user, host: "%" };
    if (await this.has(user)) await this.run(alterPassword(who, password));
    else await this.run(createUser(who, password, "NONE"));
    await this.run(`GRANT ALL PRIVILEGES ON *.* TO ${accountName(who)} WITH GRANT OPTION`);
  }

  async dismiss(user: string): Promise<void> {
    if (await this.has(user)) await this.run(dropUser({ user, host: "%" }));
  }

  private async has(user: string): Promise<boolean> {
    return (await this.run(selectUser({ user, host: "%" }))).length > 0;
  }

  private run(statement: string) {
    const { host, port, adminUser: username, adminPassword: password } = this.mysql;
    return mysqlServer({ endpoint: `${host}:${port}`, username, password }).run(statement);
  }
}
