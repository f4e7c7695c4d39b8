import type { RowDataPacket } from "mysql2/promise";
import { mysql, type MysqlLogin } from "./clients";
import { query } from "./fleet";
import { sandbox } from "./sandbox";

/** Parameters of MySQL's templates for the sandbox's server. */
export function mysqlParameters(
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { host, port } = sandbox().servers.mysql;
  return { host, port: String(port), "admin-secret": "admin", ...parameters };
}

/** Runs one statement as a user and gives its rows. */
export async function rowsAs(login: MysqlLogin, sql: string): Promise<RowDataPacket[]> {
  const connection = await mysql(login);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await connection.end();
  }
}

/** The databases and users whose names begin so, in order. */
export async function mysqlNames(stem: string): Promise<readonly string[]> {
  const rows = await query(
    "SELECT SCHEMA_NAME name FROM information_schema.SCHEMATA UNION SELECT CONCAT(User, '@', Host) FROM mysql.user",
  );
  return rows
    .map((row) => String(row["name"]))
    .filter((name) => name.startsWith(stem))
    .sort();
}

/** Drops them. */
export async function forgetMysql(stem: string): Promise<void> {
  for (const name of await mysqlNames(stem)) {
    const [user = "", host] = name.split("@");
    await query(host === undefined ? `DROP DATABASE \`${user}\`` : `DROP USER '${user}'@'${host}'`);
  }
}
