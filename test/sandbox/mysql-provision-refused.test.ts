import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetMysql, mysqlNames, mysqlParameters } from "./support/mysql-templates";
import { sandbox } from "./support/sandbox";
import {
  applyTemplates,
  createNamespace,
  deleteNamespace,
  deleteTemplates,
  putImpatient,
  putSecret,
  refused,
  run,
} from "./support/workflows";

const NAMESPACE = "mysql-refused";
const RIGHT = { database: "wf_r_openedx", user: "wf_r_user", "user-secret": "user" };

const provision = (parameters: Readonly<Record<string, string>>) =>
  run({
    namespace: NAMESPACE,
    template: "mysql-provision-impatient",
    parameters: mysqlParameters({ ...RIGHT, ...parameters }),
  });

const badName = (parameter: string, shown: string): string =>
  `parameter ${parameter} is ${shown}; allowed are lower case letters, digits and _`;

/** Values that would do harm where they became part of a command or a statement, and how the log shows them. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ["Bad", "'Bad'"],
  ["a-b", "'a-b'"],
  ["a`b", "'a`b'"],
  ["a'; DROP DATABASE x; --", String.raw`'a'\''; DROP DATABASE x; --'`],
  ["", "''"],
  ["a b", "'a b'"],
  ['"quoted"', `'"quoted"'`],
  ["$(touch /tmp/wf)", "'$(touch /tmp/wf)'"],
  ["$(ADMIN_PASSWORD)", "'$(ADMIN_PASSWORD)'"],
  ["$(SERVER_HOST)", "'127.0.0.1'"],
  ["ü", String.raw`$'\303\274'`],
  ["two\nlines", String.raw`$'two\nlines'`],
];

beforeAll(async () => {
  await Promise.all([applyTemplates(), createNamespace(NAMESPACE)]);
  await putImpatient("mysql-provision");
  const { adminUser, adminPassword } = sandbox().servers.mysql;
  await putSecret(NAMESPACE, "admin", { username: adminUser, password: adminPassword });
  await putSecret(NAMESPACE, "wrong", { username: adminUser, password: "wrong" });
  await putSecret(NAMESPACE, "user", { password: "secret" });
  await putSecret(NAMESPACE, "empty", { password: "" });
});
afterAll(async () => {
  await forgetMysql("wf_r");
  await deleteNamespace(NAMESPACE);
  await deleteTemplates();
});

describe("mysql-provision refuses, and changes nothing", () => {
  it("names that would do harm, without a second try", async () => {
    const before = await mysqlNames("");
    const databases = await Promise.all(HOSTILE.map(([database]) => provision({ database })));
    expect(databases).toEqual(
      HOSTILE.map(([, shown]) => refused(64, `mysql-provision: ${badName("database", shown)}`)),
    );
    // Without a user the template makes the database alone.
    const named = HOSTILE.filter(([user]) => user !== "");
    const users = await Promise.all(named.map(([user]) => provision({ user })));
    expect(users).toEqual(
      named.map(([, shown]) => refused(64, `mysql-provision: ${badName("user", shown)}`)),
    );
    expect(await mysqlNames("")).toEqual(before);
  });

  const long = { database: "d".repeat(65), user: "u".repeat(33), pattern: "_d".repeat(22) };
  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [
      { database: long.database },
      `parameter database is '${long.database}', 65 characters long; MySQL takes 64`,
    ],
    [{ user: long.user }, `parameter user is '${long.user}', 33 characters long; MySQL takes 32`],
    [
      { database: long.pattern },
      `parameter database is '${long.pattern}', 66 characters long in a GRANT, where each _ counts twice; MySQL takes 64`,
    ],
    [{ database: "information_schema" }, "information_schema is the server's own database"],
    [{ user: "root" }, "the user root is an administrator"],
    [
      { "user-secret": "empty" },
      "the Secret 'empty' has no key 'password', or there is no such Secret in this namespace",
    ],
    [
      { "user-secret": "none" },
      "the Secret 'none' has no key 'password', or there is no such Secret in this namespace",
    ],
    [{ host: "a;b" }, "parameter host is 'a;b'; give a host name or an address"],
    [{ port: "3306 --evil" }, "parameter port is '3306 --evil'; give a number"],
  ];

  it("what must be mended first, without a second try", async () => {
    const ended = await Promise.all(cases.map(([parameters]) => provision(parameters)));
    expect(ended).toEqual(cases.map(([, reason]) => refused(64, `mysql-provision: ${reason}`)));
  });

  it("a wrong password of the administrator, without a second try", async () => {
    const ended = await provision({ "admin-secret": "wrong" });
    const line = ended.log.trimEnd();
    expect(line).toMatch(/^mysql-provision: ERROR 1045 \(28000\): Access denied for user 'root'@/);
    expect(ended).toEqual(refused(77, line));
    expect(await mysqlNames("wf_r")).toEqual([]);
  });

  it("a workflow that does not say which database", async () => {
    const parameters = mysqlParameters({ user: "wf_r_user" });
    const ended = await run({ namespace: NAMESPACE, template: "mysql-provision", parameters });
    expect([ended.phase, ended.message, ended.attempts]).toEqual([
      "Error",
      "invalid spec: spec.arguments.database.value or spec.arguments.database.valueFrom is required",
      [],
    ]);
  });
});
