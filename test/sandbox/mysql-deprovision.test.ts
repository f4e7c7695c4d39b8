import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { query } from "./support/fleet";
import { forgetMysql, mysqlNames, mysqlParameters } from "./support/mysql-templates";
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
} from "./support/workflows";

const NAMESPACE = "mysql-deprovision";
const STEM = "wf_d_";
/** Its attempts follow each other at once. */
const IMPATIENT = "mysql-deprovision-impatient";

const deprovision = (
  parameters: Readonly<Record<string, string>>,
  template = "mysql-deprovision",
) => run({ namespace: NAMESPACE, template, parameters: mysqlParameters(parameters) });

const gone = (what: string): string => `mysql-deprovision: the ${what} is gone`;

beforeAll(async () => {
  await Promise.all([applyTemplates(), createNamespace(NAMESPACE)]);
  await putImpatient("mysql-deprovision");
  const { adminUser, adminPassword } = sandbox().servers.mysql;
  await putSecret(NAMESPACE, "admin", { username: adminUser, password: adminPassword });
  await putSecret(NAMESPACE, "wrong", { username: adminUser, password: "wrong" });
});
afterAll(async () => {
  await forgetMysql(STEM);
  await query("DROP USER IF EXISTS WF_D_user");
  await deleteNamespace(NAMESPACE);
  await deleteTemplates();
});

describe("mysql-deprovision", () => {
  it("drops the database with all in it and the user from wherever it came, and nobody else's", async () => {
    await query("CREATE DATABASE wf_d_a");
    await query("CREATE TABLE wf_d_a.grades (id INT)");
    await query("CREATE DATABASE wf_d_ab");
    for (const account of [
      "wf_d_user",
      "wf_d_user@localhost",
      "wf_d_user@'10.0.0.%'",
      "wf_d_user2",
    ])
      await query(`CREATE USER ${account} IDENTIFIED BY 'secret'`);
    // MySQL tells users apart by case as well.
    await query("CREATE USER WF_D_user IDENTIFIED BY 'secret'");
    const both = { database: "wf_d_a", user: "wf_d_user" };
    expect(await deprovision(both)).toEqual(done(gone("user wf_d_user"), gone("database wf_d_a")));
    expect(await mysqlNames(STEM)).toEqual(["wf_d_ab", "wf_d_user2@%"]);
    expect(await mysqlNames("WF_D_")).toEqual(["WF_D_user@%"]);
  });

  it("is content with what is gone already, and finishes what was left half done", async () => {
    await query("CREATE DATABASE wf_d_half");
    const attempts = [
      deprovision({ database: "wf_d_never", user: "wf_d_never" }),
      deprovision({ database: "wf_d_half", user: "wf_d_none" }),
    ];
    expect(await Promise.all(attempts)).toEqual([
      done(gone("user wf_d_never"), gone("database wf_d_never")),
      done(gone("user wf_d_none"), gone("database wf_d_half")),
    ]);
    expect(await mysqlNames("wf_d_half")).toEqual([]);
  });

  it("drops a database alone, or a user alone", async () => {
    await query("CREATE DATABASE wf_d_one");
    await query("CREATE USER wf_d_one IDENTIFIED BY 'secret'");
    expect(await deprovision({ user: "wf_d_one" })).toEqual(done(gone("user wf_d_one")));
    expect(await mysqlNames("wf_d_one")).toEqual(["wf_d_one"]);
    expect(await deprovision({ database: "wf_d_one" })).toEqual(done(gone("database wf_d_one")));
    expect(await mysqlNames("wf_d_one")).toEqual([]);
  });

  it("drops what has the longest names", async () => {
    const [database, user] = ["wf_d_".padEnd(64, "_"), "wf_d_".padEnd(32, "u")];
    await query(`CREATE DATABASE ${database}`);
    await query(`CREATE USER ${user} IDENTIFIED BY 'secret'`);
    expect(await deprovision({ database, user })).toEqual(
      done(gone(`user ${user}`), gone(`database ${database}`)),
    );
    expect(await mysqlNames("wf_d__")).toEqual([]);
    expect(await mysqlNames("wf_d_u")).toEqual(["wf_d_user2@%"]);
  });

  it("tells a server that is down from a database that is gone", async () => {
    const relay = await relayTo(sandbox().servers.mysql);
    const parameters = { database: "wf_d_a", port: String(relay.port) };
    const { phase, message, attempts } = await deprovision(parameters, IMPATIENT);
    expect([phase, message]).toEqual(["Failed", "No more retries left"]);
    expect(attempts.map(({ exitCode }) => exitCode)).toEqual(["75", "75", "75", "75", "75"]);
  });
});

describe("mysql-deprovision refuses, and drops nothing", () => {
  const badName = (parameter: string, shown: string): string =>
    `parameter ${parameter} is ${shown}; allowed are lower case letters, digits and _`;
  /** Values that would do harm where they became part of a command or a statement, and how the log shows them. */
  const hostile: readonly (readonly [string, string])[] = [
    ["a b", "'a b'"],
    ['"quoted"', `'"quoted"'`],
    ["$(id)", "'$(id)'"],
    ["`id`; ls", "'`id`; ls'"],
    ["$(ADMIN_PASSWORD)", "'$(ADMIN_PASSWORD)'"],
    ["ü", String.raw`$'\303\274'`],
    ["two\nlines", String.raw`$'two\nlines'`],
  ];
  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    ...hostile.map(([database, shown]) => [{ database }, badName("database", shown)] as const),
    ...hostile.map(([user, shown]) => [{ user }, badName("user", shown)] as const),
    [
      { user: "u".repeat(33) },
      `parameter user is '${"u".repeat(33)}', 33 characters long; MySQL takes 32`,
    ],
    [{}, "give a database, a user, or both"],
    [{ database: "mysql" }, "mysql is the server's own database"],
    [{ database: "sys" }, "sys is the server's own database"],
    [{ user: "root" }, "the user root is an administrator"],
    [
      { database: "wf_d_x`; DROP DATABASE wf_d_y" },
      badName("database", "'wf_d_x`; DROP DATABASE wf_d_y'"),
    ],
    [{ user: "x' OR '1'='1" }, badName("user", String.raw`'x'\'' OR '\''1'\''='\''1'`)],
    [
      { database: "d".repeat(65) },
      `parameter database is '${"d".repeat(65)}', 65 characters long; MySQL takes 64`,
    ],
    [
      { database: "wf_d_x", host: "-h evil" },
      "parameter host is '-h evil'; give a host name or an address",
    ],
    [{ database: "wf_d_x", port: "0x1" }, "parameter port is '0x1'; give a number"],
    [
      { database: "wf_d_x", "ssl-mode": "DISABLED" },
      "parameter ssl-mode is 'DISABLED'; allowed are PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY",
    ],
    [
      { database: "wf_d_x", "admin-secret": "nowhere" },
      "the Secret 'nowhere' has no key 'username', or there is no such Secret in this namespace",
    ],
  ];

  it("what must be mended first, without a second try", async () => {
    const before = await mysqlNames("");
    const ended = await Promise.all(
      cases.map(([parameters]) => deprovision(parameters, IMPATIENT)),
    );
    expect(ended).toEqual(cases.map(([, reason]) => refused(64, `mysql-deprovision: ${reason}`)));
    expect(await mysqlNames("")).toEqual(before);
  });

  it("a wrong password of the administrator, without a second try", async () => {
    await query("CREATE DATABASE wf_d_kept");
    const ended = await deprovision({ database: "wf_d_kept", "admin-secret": "wrong" }, IMPATIENT);
    const line = ended.log.trimEnd();
    expect(line).toMatch(
      /^mysql-deprovision: ERROR 1045 \(28000\): Access denied for user 'root'@/,
    );
    expect(ended).toEqual(refused(77, line));
    expect(await mysqlNames("wf_d_kept")).toEqual(["wf_d_kept"]);
  });
});
