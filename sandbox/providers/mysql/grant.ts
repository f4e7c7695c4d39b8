import { z } from "zod";
import { OperatorError } from "../../contract";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { isImport } from "../state-only";
import type { Properties } from "../value";
import { isOneOf } from "./errors";
import type { MysqlServer } from "./server";
import {
  grantDatabase,
  grantPrivileges,
  revokeGrantOption,
  revokePrivileges,
  showGrants,
  type Privileges,
} from "./statements";

/** `SELECT`, `ALL PRIVILEGES`, `SELECT (id, name)`: nothing that could lead on to another clause. */
const privilege = z
  .string()
  .regex(/^[A-Za-z_ ]+(\([\w, ]+\))?$/, "is no privilege such as SELECT or ALL PRIVILEGES");

const rules = inputRules(
  {
    database: z
      .string()
      .min(1)
      .regex(/^[^`]*$/, "must not hold a backtick"),
    grant: z.boolean(),
    host: z.string().min(1),
    privileges: z.array(privilege).min(1),
    table: z.string().min(1),
    tlsOption: z.string(),
    user: z.string().min(1),
  },
  {
    defaults: { grant: false, host: "localhost", table: "*", tlsOption: "NONE" },
    unserved: ["role", "roles"],
  },
);

/** "There is no such grant", on a database and on a table. */
const NO_SUCH_GRANT = [1141, 1147];

/**
 * Privileges of a user on a database; its id is ``<user>@<host>:`<database>` ``.
 *
 * Every change replaces it. The new one is granted first and deleting the old one then revokes it, unless the program
 * says `deleteBeforeReplace`. Granting what is granted already succeeds, so none can be in the way of another.
 */
export const grant: ResourceKind<MysqlServer> = {
  ...rules.kind,
  async create(server, { inputs }) {
    const privileges = rules.parse(inputs);
    await server.run(grantPrivileges(privileges));
    return { id: idOf(privileges), outputs: inputs };
  },
  // Like the official plugin it sees whether the user is there, not whether the privileges are what they were.
  async read(server, request) {
    const { id, oldInputs, oldOutputs } = request;
    if (isImport(request)) throw new OperatorError(NO_IMPORT);
    try {
      await server.run(showGrants(rules.parse(oldOutputs)));
    } catch (error) {
      if (isOneOf(error, NO_SUCH_GRANT)) return undefined;
      throw error;
    }
    return { id, outputs: oldOutputs, inputs: oldInputs };
  },
  async delete(server, { oldOutputs }) {
    await revoke(server, oldOutputs);
  },
};

const NO_IMPORT =
  "mysql.Grant: do not import it, the official plugin takes the first line of SHOW GRANTS, which is another grant. " +
  "Granting again does no harm: run up";

async function revoke(server: MysqlServer, outputs: Properties): Promise<void> {
  const privileges = rules.parse(outputs);
  for (const statement of [revokeGrantOption(privileges), revokePrivileges(privileges)]) {
    try {
      await server.run(statement);
    } catch (error) {
      if (!isOneOf(error, NO_SUCH_GRANT)) throw error;
    }
  }
}

const idOf = ({ user, host, database }: Privileges): string =>
  `${user}@${host}:${grantDatabase(database)}`;
