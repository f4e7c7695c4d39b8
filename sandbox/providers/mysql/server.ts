import { createConnection, type ConnectionOptions, type RowDataPacket } from "mysql2/promise";
import { z } from "zod";
import { OperatorError } from "../../contract";
import type { Properties } from "../value";

/** A MySQL server on which an administrator's statements can be run. */
export interface MysqlServer {
  /**
   * Runs one statement and gives the rows of its answer.
   *
   * @throws MysqlError if the server refuses the statement
   * @throws OperatorError if the server cannot be reached or refuses the login
   */
  run(statement: string): Promise<readonly Row[]>;
}

export type Row = Readonly<Record<string, unknown>>;

/** A statement that the server refused. */
export class MysqlError extends OperatorError {
  constructor(
    /** Number of the error: [MySQL](https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html). */
    readonly number: number,
    text: string,
    hint = "",
  ) {
    super(`Error ${number}: ${text}${hint && `. ${hint}`}`);
  }
}

const configurationSchema = z.object({
  endpoint: z.string().min(1),
  username: z.string().min(1),
  password: z.string().default(""),
  tls: z.enum(["true", "false", "skip-verify"]).default("false"),
  // The other kind sends the password in clear.
  authenticationPlugin: z.literal("native").optional(),
});

/**
 * The server that a `mysql.Provider` is configured for. Nothing is connected to yet: a first preview may not even
 * know the server.
 *
 * What the configuration says about pools is left out, as every statement has a connection of its own; and so is
 * the proxy, which the environment may have put there and which does not lead to a loopback address.
 *
 * @throws OperatorError if the configuration names no server
 */
export function mysqlServer(configuration: Properties): MysqlServer {
  const parsed = configurationSchema.safeParse(configuration);
  if (!parsed.success) {
    throw new OperatorError(`mysql.Provider: ${z.prettifyError(parsed.error)}`);
  }
  const { endpoint, username: user, password, tls } = parsed.data;
  const options = { ...addressOf(endpoint), user, password, connectTimeout: CONNECT_TIMEOUT };
  return { run: (statement) => run({ ...options, ...TLS_OPTIONS[tls] }, statement) };
}

/** Milliseconds. The official plugin tries again for five minutes; on loopback a second try sees nothing new. */
const CONNECT_TIMEOUT = 10_000;

const TLS_OPTIONS: Readonly<Record<"true" | "false" | "skip-verify", ConnectionOptions>> = {
  true: { ssl: {} },
  "skip-verify": { ssl: { rejectUnauthorized: false } },
  false: {},
};

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port`, `host` or `[::1]:port`. */
function addressOf(endpoint: string): Address {
  const [, host, port = "3306"] = /^(\[[^\]]+\]|[^:/]+)(?::(\d+))?$/.exec(endpoint) ?? [];
  if (host === undefined)
    throw new OperatorError(
      `mysql.Provider: the endpoint "${endpoint}" is not of the form host:port`,
    );
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

async function run(
  options: ConnectionOptions & Address,
  statement: string,
): Promise<readonly Row[]> {
  const connection = await createConnection(options).catch((error: unknown) => {
    throw cannotConnect(options, error);
  });
  try {
    const [answer] = await connection.query<RowDataPacket[]>(statement);
    // A statement that is no query answers with a summary.
    return Array.isArray(answer) ? answer : [];
  } catch (error) {
    const refusal = serverError.safeParse(error);
    if (!refusal.success) throw cannotConnect(options, error);
    throw new MysqlError(refusal.data.errno, refusal.data.sqlMessage);
  } finally {
    connection.destroy();
  }
}

const serverError = z.object({ errno: z.number(), sqlMessage: z.string() });

/** "Access denied", and the same for a login without a password. */
const LOGIN_REFUSED = [1045, 1698];

function cannotConnect({ host, port, user }: ConnectionOptions & Address, error: unknown): Error {
  const { errno = 0, code = "", message = "" } = connectionError.safeParse(error).data ?? {};
  if (LOGIN_REFUSED.includes(errno))
    return new OperatorError(
      `cannot log in to MySQL at ${host}:${port} as "${user}": ${message}. ` +
        "Check openedx:mysql.adminUser and the secret openedx:mysqlAdminPassword",
    );
  // Node leaves the message empty when a name has several addresses and none answers.
  const cause = message || `connect ${code} ${host}:${port}`;
  return new OperatorError(
    `cannot reach MySQL at ${host}:${port}: ${cause}. ` +
      "Check openedx:mysql.host, openedx:mysql.port and openedx:mysql.tls, and that the server runs",
  );
}

const connectionError = z.object({
  errno: z.number().optional(),
  code: z.string().optional(),
  message: z.string(),
});
