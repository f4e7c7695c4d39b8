import { createHash } from "node:crypto";
import { z } from "zod";
import { OperatorError } from "../../contract";
import type { CheckFailure, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { UNKNOWN, type Properties } from "../value";
import { isOneOf } from "./errors";
import { MysqlError, type MysqlServer } from "./server";
import {
  alterPassword,
  createUser,
  dropUser,
  QUOTE_BREAKERS,
  selectUser,
  type Account,
} from "./statements";

const noBreakers = (text: string): boolean => !QUOTE_BREAKERS.test(text);
const name = z
  .string()
  .min(1)
  .refine(noBreakers, "must not hold quotes or backslashes: the mysql plugin does not escape them");
const password = z
  .string()
  .min(1, "must not be empty: everybody could log in")
  .refine(
    noBreakers,
    "holds a quote or a backslash, and the mysql plugin does not escape them in its statement: " +
      "make it of letters and digits",
  )
  .optional();

const FIELDS = {
  authPlugin: z
    .never(
      "leave it out: the mysql plugin knows AWSAuthenticationPlugin and mysql_no_login alone, and with any other " +
        "it makes a user with an empty password; without it the server's default applies",
    )
    .optional(),
  host: name,
  password,
  plaintextPassword: password,
  tlsOption: z.enum(["NONE", "SSL", "X509"]),
  user: name,
};

const rules = inputRules(FIELDS, {
  defaults: { host: "localhost", tlsOption: "NONE" },
  secrets: ["password", "plaintextPassword"],
  together: ({ password: old, plaintextPassword }): CheckFailure[] => {
    if (old !== undefined && plaintextPassword !== undefined)
      return [{ property: "", reason: "password conflicts with plaintextPassword: give one" }];
    if (old === undefined && plaintextPassword === undefined)
      return [{ property: "", reason: "give plaintextPassword: without it the password is empty" }];
    return [];
  },
});

/** MySQL says no more than that the operation failed. */
const OPERATION_FAILED = 1396;

/** A user with a password; its id is `<user>@<host>`. */
export const user: ResourceKind<MysqlServer> = {
  ...rules.kind,
  replaceOn: ["user", "host", "authPlugin", "tlsOption"],
  preview: (_server, { inputs }) => Promise.resolve(outputsOf(inputs)),
  async create(server, { inputs }) {
    const account = rules.parse(inputs);
    await server
      .run(createUser(account, passwordIn(inputs), account.tlsOption))
      .catch((error: unknown) => {
        throw isOneOf(error, [OPERATION_FAILED]) ? existsAlready(account) : error;
      });
    return { id: `${account.user}@${account.host}`, outputs: outputsOf(inputs) };
  },
  async read(server, { id, oldInputs, oldOutputs }) {
    const account = parseId(id);
    const rows = await server.run(selectUser(account));
    if (rows.length === 0) return undefined;
    // A password cannot be read back, so an import has none and the next deployment sets it.
    const found = { ...account, tlsOption: "NONE" };
    return { id, outputs: { ...found, ...oldOutputs }, inputs: { ...found, ...oldInputs } };
  },
  async update(server, { inputs, oldInputs }) {
    const changed = ["password", "plaintextPassword"].some((at) => inputs[at] !== oldInputs[at]);
    if (changed) await server.run(alterPassword(rules.parse(inputs), passwordIn(inputs)));
    return outputsOf(inputs);
  },
  async delete(server, { id }) {
    const account = parseId(id);
    // The refusal to drop does not say whether the user is gone; the table of users does.
    if ((await server.run(selectUser(account))).length > 0) await server.run(dropUser(account));
  },
};

function passwordIn(inputs: Properties): string {
  const { plaintextPassword, password: old } = rules.parse(inputs);
  return plaintextPassword ?? old ?? "";
}

/** The state shows an unsalted hash in place of the password: whoever reads that output has no password. */
function outputsOf(inputs: Properties): Properties {
  const { plaintextPassword, ...others } = inputs;
  if (typeof plaintextPassword !== "string" || plaintextPassword === UNKNOWN) return inputs;
  const hash = createHash("sha256").update(plaintextPassword).digest("hex");
  return { ...others, plaintextPassword: hash };
}

const existsAlready = ({ user, host }: Account): MysqlError =>
  new MysqlError(
    OPERATION_FAILED,
    `Operation CREATE USER failed for '${user}'@'${host}'`,
    "The user exists already and belongs to somebody else, or to a run that was cut off: drop it or import it as " +
      `${user}@${host}`,
  );

function parseId(id: string): Account {
  const at = id.indexOf("@");
  if (at === -1) throw new OperatorError(`wrong ID format ${id} (expected USER@HOST)`);
  return { user: id.slice(0, at), host: id.slice(at + 1) };
}
