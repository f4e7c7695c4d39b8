import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mysql } from "./support/clients";
import { query } from "./support/fleet";
import { forgetMysql, mysqlParameters, rowsAs } from "./support/mysql-templates";
import { relayTo } from "./support/relay";
import { sandbox } from "./support/sandbox";
import {
  applyTemplates,
  createNamespace,
  deleteNamespace,
  deleteTemplates,
  done,
  putImpatient,
  putSecret,
  refused,
  run,
  statusOf,
  submit,
  untilPhase,
} from "./support/workflows";

const NAMESPACE = "mysql-provision";
const DATABASE = "wf_p_openedx";
const USER = "wf_p_user";

const provision = (
  parameters: Readonly<Record<string, string>> = {},
  template = "mysql-provision",
) =>
  run({
    namespace: NAMESPACE,
    template,
    parameters: mysqlParameters({
      database: DATABASE,
      user: USER,
      "user-secret": "user",
      ...parameters,
    }),
  });

const password = (value: string, name = "user") => putSecret(NAMESPACE, name, { password: value });
const canUse = (user: string, database: string) =>
  done(`mysql-provision: ${user} can use ${database}`);

beforeAll(async () => {
  await Promise.all([applyTemplates(), createNamespace(NAMESPACE)]);
  const { adminUser, adminPassword } = sandbox().servers.mysql;
  await putSecret(NAMESPACE, "admin", { username: adminUser, password: adminPassword });
});
afterAll(async () => {
  await forgetMysql("wf_p");
  await deleteNamespace(NAMESPACE);
  await deleteTemplates();
});

describe("mysql-provision", () => {
  it("makes the database, and a user who can use it", async () => {
    await password("first");
    expect(await provision()).toEqual(canUse(USER, DATABASE));
    const [database] = await query(
      "SELECT DEFAULT_CHARACTER_SET_NAME charset, DEFAULT_COLLATION_NAME collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
      [DATABASE],
    );
    expect(database).toEqual({ charset: "utf8mb4", collation: "utf8mb4_unicode_ci" });
    const login = { user: USER, password: "first" };
    await rowsAs(login, `CREATE TABLE ${DATABASE}.grades (id INT)`);
    await rowsAs(login, `INSERT INTO ${DATABASE}.grades VALUES (7)`);
    const grants = await rowsAs(login, "SHOW GRANTS");
    expect(grants.flatMap(Object.values)).toEqual([
      `GRANT USAGE ON *.* TO \`${USER}\`@\`%\``,
      String.raw`GRANT ALL PRIVILEGES ON ${"`wf\\_p\\_openedx`"}.* TO ${"`wf_p_user`@`%`"}`,
    ]);
  });

  it("keeps the data when it is repeated, and gives the user the password that it should have", async () => {
    await password("second");
    expect(await provision()).toEqual(canUse(USER, DATABASE));
    const read = (value: string) =>
      rowsAs({ user: USER, password: value }, `SELECT id FROM ${DATABASE}.grades`);
    expect(await read("second")).toEqual([{ id: 7 }]);
    await expect(read("first")).rejects.toMatchObject({ errno: ACCESS_DENIED });
  });

  it("finishes what was left half done", async () => {
    const half = { database: "wf_p_half", user: "wf_p_half" };
    await query("CREATE DATABASE wf_p_half CHARACTER SET latin1");
    await query("CREATE TABLE wf_p_half.grades (id INT)");
    await query("CREATE USER wf_p_half IDENTIFIED BY 'other'");
    expect(await provision(half)).toEqual(canUse(half.user, half.database));
    const rows = await rowsAs(
      { user: half.user, password: "second" },
      "SHOW CREATE DATABASE wf_p_half",
    );
    expect(JSON.stringify(rows)).toContain("utf8mb4_unicode_ci");
  });

  it("makes a database alone, and one with the longest names", async () => {
    const alone = { database: "wf_p_alone".padEnd(64, "_"), user: "" };
    const long = { database: "wf_p_".padEnd(62, "d"), user: "wf_p_".padEnd(32, "u") };
    const [first, second] = await Promise.all([provision(alone), provision(long)]);
    expect(first).toEqual(done(`mysql-provision: ${alone.database} is there`));
    expect(second).toEqual(canUse(long.user, long.database));
  });

  it("takes any password", async () => {
    const passwords = [
      `it's "quoted"`,
      String.raw`back\slash\\ and \' and \n`,
      "`id` $(id) ${HOME} $$ $(ADMIN_PASSWORD)",
      "'; DROP DATABASE wf_p_openedx; -- ",
      "ünïcödé 🎓 %s %% # {{workflow.name}}",
      "two\nlines and\ttabs",
      " blanks around ",
      "x".repeat(64),
    ];
    await Promise.all(
      passwords.map(async (value, index) => {
        const user = `wf_p_any_${index}`;
        await password(value, `user-${index}`);
        const ended = await provision({ user, "user-secret": `user-${index}` });
        expect(ended).toEqual(canUse(user, DATABASE));
        const login = { user, password: value };
        expect(await rowsAs(login, `SELECT id FROM ${DATABASE}.grades`)).toEqual([{ id: 7 }]);
      }),
    );
  });

  it("opens no other database, not even one that an unescaped _ would match", async () => {
    await query("CREATE DATABASE wfxpxopenedx");
    try {
      const connection = await mysql({ user: USER, password: "second" });
      const refusal = connection.query("USE wfxpxopenedx").finally(() => connection.end());
      await expect(refusal).rejects.toMatchObject({ errno: ACCESS_TO_DATABASE_DENIED });
    } finally {
      await query("DROP DATABASE wfxpxopenedx");
    }
  });

  it("checks the server's certificate against the authority in the Secret", async () => {
    const { adminUser, adminPassword } = sandbox().servers.mysql;
    const file = readFileSync(join(sandbox().directory, "mysql", "data", "ca.pem"), "utf8");
    // MySQL writes a zero byte at its end, which no environment can hold.
    const authority = file.replace("\0", "");
    const admin = { username: adminUser, password: adminPassword };
    await putSecret(NAMESPACE, "admin-ca", { ...admin, "ca.crt": authority });
    const checked = { "admin-secret": "admin-ca", "ssl-mode": "VERIFY_CA" };
    expect(await provision(checked)).toEqual(canUse(USER, DATABASE));
    // With the committed back-off, after which nothing follows.
    const missing = await provision({ "ssl-mode": "VERIFY_CA" });
    expect(missing).toEqual(
      refused(
        64,
        "mysql-provision: the Secret 'admin' has no key 'ca.crt', or there is no such Secret in this namespace",
      ),
    );
  });
});

describe("mysql-provision and a server that is down", () => {
  it("tries again, and ends well once the server is there", async () => {
    const relay = await relayTo(sandbox().servers.mysql);
    const parameters = mysqlParameters({
      ...{ database: DATABASE, user: USER, "user-secret": "user" },
      port: String(relay.port),
    });
    const name = await submit({ namespace: NAMESPACE, template: "mysql-provision", parameters });
    await expect
      .poll(async () => (await statusOf(NAMESPACE, name)).message, { timeout: 30_000 })
      .toBe("Backoff for 5s");
    await relay.open();
    const { phase, attempts, log } = await untilPhase(NAMESPACE, name);
    await relay.close();
    expect(phase).toBe("Succeeded");
    expect(attempts.map(({ exitCode }) => exitCode)).toEqual(["75", "0"]);
    expect(attempts[0]?.message).toMatch(
      /^main: Error \(exit code 75\): mysql-provision: ERROR 2003 /,
    );
    expect(log).toBe(canUse(USER, DATABASE).log);
  });

  it("gives up after five tries, and says why", async () => {
    const relay = await relayTo(sandbox().servers.mysql);
    const template = await putImpatient("mysql-provision");
    const { phase, message, attempts } = await provision({ port: String(relay.port) }, template);
    expect([phase, message]).toEqual(["Failed", "No more retries left"]);
    expect(attempts.map(({ exitCode }) => exitCode)).toEqual(["75", "75", "75", "75", "75"]);
  });
});

// https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
const ACCESS_TO_DATABASE_DENIED = 1044;
const ACCESS_DENIED = 1045;
