import { OperatorError } from "../../contract";

// The statements of the official plugin. Where it would put a text into one that ends the quotes around it, and so
// break or change the statement, these refuse the text.

/** A user as MySQL knows it, by name and by where it connects from. */
export interface Account {
  readonly user: string;
  readonly host: string;
}

export interface DatabaseDefinition {
  readonly name: string;
  readonly defaultCharacterSet: string;
  readonly defaultCollation: string;
}

export interface Privileges extends Account {
  readonly privileges: readonly string[];
  /** Pattern: `_` and `%` stand for other characters unless a backslash is before them. */
  readonly database: string;
  readonly table: string;
}

export const createDatabase = (definition: DatabaseDefinition): string =>
  `CREATE DATABASE ${characterSet(definition)}`;

export const alterDatabase = (definition: DatabaseDefinition): string =>
  `ALTER DATABASE ${characterSet(definition)}`;

const characterSet = (definition: DatabaseDefinition): string =>
  `${identifier(definition.name)} CHARACTER SET ${identifier(definition.defaultCharacterSet)} ` +
  `COLLATE ${identifier(definition.defaultCollation)}`;

export const dropDatabase = (name: string): string => `DROP DATABASE ${identifier(name)}`;

/** Refused for a database that is not there, where the catalogue would only give no rows. */
export const showDatabase = (name: string): string => `SHOW CREATE DATABASE ${identifier(name)}`;

export const selectCharacterSet = (name: string): string =>
  "SELECT DEFAULT_CHARACTER_SET_NAME AS characterSet, DEFAULT_COLLATION_NAME AS collation " +
  `FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${quoted("name", name)}`;

export const createUser = (account: Account, password: string, tlsOption: string): string =>
  `CREATE USER ${accountName(account)} IDENTIFIED BY ${quoted("password", password)} REQUIRE ${tlsOption}`;

export const alterPassword = (account: Account, password: string): string =>
  `ALTER USER ${accountName(account)} IDENTIFIED BY ${quoted("password", password)}`;

export const dropUser = (account: Account): string => `DROP USER ${accountName(account)}`;

export const selectUser = ({ user, host }: Account): string =>
  `SELECT User FROM mysql.user WHERE User = ${quoted("user", user)} AND Host = ${quoted("host", host)}`;

/** The plugin leaves out WITH GRANT OPTION on MySQL 8 and later, whatever the program says. */
export const grantPrivileges = (privileges: Privileges): string =>
  `GRANT ${privileges.privileges.join(", ")} ON ${grantLevel(privileges)} TO ${accountName(privileges)}`;

export const revokeGrantOption = (privileges: Privileges): string =>
  `REVOKE GRANT OPTION ON ${grantLevel(privileges)} FROM ${accountName(privileges)}`;

export const revokePrivileges = (privileges: Privileges): string =>
  `REVOKE ${privileges.privileges.join(", ")} ON ${grantLevel(privileges)} FROM ${accountName(privileges)}`;

export const showGrants = (account: Account): string => `SHOW GRANTS FOR ${accountName(account)}`;

const grantLevel = ({ database, table }: Privileges): string =>
  `${grantDatabase(database)}.${table === "*" ? "*" : identifier(table)}`;

/** A pattern goes into the statement as it stands, its backslashes included. */
export const grantDatabase = (pattern: string): string =>
  pattern === "*" ? "*" : identifier(pattern);

/** As statements name a user. */
export const accountName = ({ user, host }: Account): string =>
  `${quoted("user", user)}@${quoted("host", host)}`;

const identifier = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

/** What would end the quotes, or escape the mark that ends them. */
export const QUOTE_BREAKERS = /['"\\]/;

function quoted(what: string, text: string): string {
  // The text itself stays out of the message: it may be a password.
  if (QUOTE_BREAKERS.test(text))
    throw new OperatorError(`a ${what} must not hold quotes or backslashes`);
  return `'${text}'`;
}
