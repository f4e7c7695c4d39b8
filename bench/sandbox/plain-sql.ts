import { escape, escapeId } from "mysql2";
import type { PlainObjects } from "./plain-objects";

/** The statements that make the databases, users and grants of an instance, or leave them as they are. */
export const createStatements = ({ databases, users, grants }: PlainObjects): string[] => [
  ...databases.map(
    ({ name, defaultCharacterSet, defaultCollation }) =>
      `CREATE DATABASE IF NOT EXISTS ${escapeId(name)} CHARACTER SET ${defaultCharacterSet} COLLATE ${defaultCollation}`,
  ),
  ...users.map(
    (user) =>
      `CREATE USER IF NOT EXISTS ${account(user)} IDENTIFIED BY ${escape(user.plaintextPassword)}`,
  ),
  ...grants.map(
    (grant) =>
      `GRANT ${grant.privileges.join(", ")} ON ${escapeId(grant.database, true)}.* TO ${account(grant)}`,
  ),
];

/** The statements that remove them. */
export const dropStatements = ({ databases, users }: PlainObjects): string[] => [
  ...users.map((user) => `DROP USER ${account(user)}`),
  ...databases.map(({ name }) => `DROP DATABASE ${escapeId(name)}`),
];

const account = ({ user, host }: { readonly user: string; readonly host: string }): string =>
  `${escape(user)}@${escape(host)}`;
