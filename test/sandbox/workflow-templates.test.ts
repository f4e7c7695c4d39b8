import type { RowDataPacket } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, mysql } from "./support/clients";
import { query } from "./support/fleet";
import { sandbox } from "./support/sandbox";
import { openTestStack, removeTestStack, up } from "./support/stacks";
import { runPod, WorkflowTemplate, type PodResult } from "./support/workflow-pod";

const DATABASE = "workflow_a_b";
const USER = "workflow_user";
/** What a `GRANT` with unescaped `_` would open as well. */
const LOOKALIKE = "workflowxaxb";

const edit = () => openTestStack("workflow-templates", { "openedx:instances": [] });

let template: WorkflowTemplate;

beforeAll(async () => {
  await up(await edit());
  const stored = await kubectl("get", "clusterworkflowtemplate", "mysql-provision", "-o", "json");
  template = WorkflowTemplate.parse(JSON.parse(stored));
});
afterAll(async () => {
  await query(`DROP DATABASE IF EXISTS ${DATABASE}`);
  await query(`DROP DATABASE IF EXISTS ${LOOKALIKE}`);
  await query(`DROP USER IF EXISTS ${USER}`);
  await removeTestStack(await edit());
});

interface Wish {
  readonly database?: string;
  readonly user?: string;
  readonly password?: string;
  readonly adminPassword?: string;
}

/** Runs the template as `argo submit` would, on the sandbox's server. */
function provision(wish: Wish = {}): Promise<PodResult> {
  const { tools, servers } = sandbox();
  const { host, port, adminUser, adminPassword } = servers.mysql;
  const { database = DATABASE, user = USER, password = "first" } = wish;
  return runPod(
    template,
    {
      parameters: {
        ...{ host, port: String(port), database, user },
        "admin-user": adminUser,
        "admin-secret": "mysql-admin",
        "user-secret": "mysql-user",
      },
      secrets: {
        "mysql-admin": { password: wish.adminPassword ?? adminPassword },
        "mysql-user": { password },
      },
    },
    tools.mysql,
  );
}

const DONE = { code: 0, stdout: `mysql-provision: ${USER} can use ${DATABASE}\n`, stderr: "" };

/** Runs statements as the provisioned user and gives the rows of the last. */
async function asUser(password: string, ...statements: readonly string[]): Promise<unknown> {
  const connection = await mysql({ user: USER, password });
  try {
    let rows: RowDataPacket[] = [];
    for (const statement of statements) [rows] = await connection.query<RowDataPacket[]>(statement);
    return rows;
  } finally {
    await connection.end();
  }
}

describe("mysql-provision", () => {
  it("makes the database, and a user who can use it", async () => {
    expect(await provision()).toEqual(DONE);
    const [database] = await query(
      "SELECT DEFAULT_CHARACTER_SET_NAME charset, DEFAULT_COLLATION_NAME collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
      [DATABASE],
    );
    expect(database).toEqual({ charset: "utf8mb4", collation: "utf8mb4_unicode_ci" });
    await asUser(
      "first",
      `CREATE TABLE ${DATABASE}.grades (id INT)`,
      `INSERT INTO ${DATABASE}.grades VALUES (7)`,
    );
  });

  it("keeps the data when it is repeated, and gives the user the password that it should have", async () => {
    expect(await provision({ password: "second" })).toEqual(DONE);
    expect(await asUser("second", `SELECT id FROM ${DATABASE}.grades`)).toEqual([{ id: 7 }]);
    await expect(asUser("first", "SELECT 1")).rejects.toMatchObject({ errno: ACCESS_DENIED });
  });

  it.each([
    `it's "quoted"`,
    String.raw`back\slash\\ and \' and \n`,
    "`id` $(id) ${HOME} $$",
    "'; DROP DATABASE workflow_a_b; -- ",
    "ünïcödé 🎓 %s %% #",
    "two\nlines",
  ])("takes %j for a password", async (password) => {
    expect(await provision({ password })).toEqual(DONE);
    expect(await asUser(password, `SELECT id FROM ${DATABASE}.grades`)).toEqual([{ id: 7 }]);
  });

  it("opens no other database, not even one that an unescaped _ would match", async () => {
    await query(`CREATE DATABASE ${LOOKALIKE}`);
    await query(`CREATE TABLE ${LOOKALIKE}.grades (id INT)`);
    await provision({ password: "third" });
    await expect(asUser("third", `USE ${LOOKALIKE}`)).rejects.toMatchObject({
      errno: ACCESS_TO_DATABASE_DENIED,
    });
    await expect(asUser("third", `SELECT * FROM ${LOOKALIKE}.grades`)).rejects.toMatchObject({
      errno: COMMAND_ON_TABLE_DENIED,
    });
    await expect(asUser("third", "CREATE USER another")).rejects.toMatchObject({
      errno: PRIVILEGE_NEEDED,
    });
  });
});

// https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
const ACCESS_TO_DATABASE_DENIED = 1044;
const ACCESS_DENIED = 1045;
const COMMAND_ON_TABLE_DENIED = 1142;
const PRIVILEGE_NEEDED = 1227;

describe("mysql-provision refuses, and changes nothing", () => {
  const refused = (reason: string) => ({
    code: 64,
    stdout: "",
    stderr: `mysql-provision: ${reason}\n`,
  });
  const badName = (parameter: string, value: string) =>
    refused(`parameter ${parameter} is '${value}'; allowed are lower case letters, digits and _`);

  it.each(["Bad", "a-b", "a`b", "a'; DROP", "", "a b", "ü"])(
    "the database name %j",
    async (name) => {
      expect(await provision({ database: name })).toEqual(badName("database", name));
    },
  );

  it.each(["Bad", "a-b", "a'@'%", "", "a\\"])("the user name %j", async (name) => {
    expect(await provision({ user: name })).toEqual(badName("user", name));
  });

  it("names that are too long for MySQL", async () => {
    const database = "d".repeat(65);
    expect(await provision({ database })).toEqual(
      refused(`parameter database is '${database}', 65 characters long; MySQL takes 64`),
    );
    const user = "u".repeat(33);
    expect(await provision({ user })).toEqual(
      refused(`parameter user is '${user}', 33 characters long; MySQL takes 32`),
    );
  });

  it("an empty password", async () => {
    expect(await provision({ password: "" })).toEqual(
      refused("the Secret of the new user has an empty password"),
    );
  });

  it("to go on when the administrator's password is wrong", async () => {
    const attempt = await provision({ database: "workflow_other", adminPassword: "wrong" });
    expect(attempt.code).toBe(1);
    expect(attempt.stdout).toBe("");
    expect(attempt.stderr).toMatch(/ERROR 1045 .*Access denied for user/);
    expect(await query("SHOW DATABASES LIKE 'workflow\\_other'")).toEqual([]);
  });
});
