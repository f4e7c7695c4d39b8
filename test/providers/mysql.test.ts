import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { simulated, standIn } from "../../sandbox/providers/mysql";
import { MysqlError, mysqlServer, type MysqlServer } from "../../sandbox/providers/mysql/server";
import { UNKNOWN } from "../../sandbox/providers/value";
import {
  check,
  create,
  identity,
  importOf,
  itTakesTheInputsOf,
  kindOf,
  refusals,
} from "./support/ask";

const database = kindOf(standIn, "mysql:index/database:Database");
const user = kindOf(standIn, "mysql:index/user:User");
const grant = kindOf(standIn, "mysql:index/grant:Grant");

/** Notes the statements, and refuses those for which an error is prepared. */
function recorder(errors: Readonly<Record<string, MysqlError>> = {}) {
  const statements: string[] = [];
  const server: MysqlServer = {
    run(statement) {
      statements.push(statement);
      const start = Object.keys(errors).find((start) => statement.startsWith(start));
      const error = start === undefined ? undefined : errors[start];
      return error ? Promise.reject(error) : Promise.resolve([]);
    },
  };
  return { server, statements };
}

const { server: anyServer } = recorder();

describe("Database", () => {
  itTakesTheInputsOf(database, "mysql/database", "DatabaseArgs");

  it("has the three-byte default of the official plugin and a name made from the resource's", async () => {
    const { inputs } = await check(database, anyServer, {});
    expect(inputs).toEqual({
      name: expect.stringMatching(/^it-[0-9a-f]{7}$/) as string,
      defaultCharacterSet: "utf8",
      defaultCollation: "utf8_general_ci",
    });
    expect((await check(database, anyServer, {}, { name: "old" })).inputs.name).toBe("old");
  });

  it("is created without a way around an existing one", async () => {
    const { server, statements } = recorder();
    await create(database, server, {
      name: "a`b",
      defaultCharacterSet: "utf8mb4",
      defaultCollation: "utf8mb4_unicode_ci",
    });
    expect(statements).toEqual([
      "CREATE DATABASE `a``b` CHARACTER SET `utf8mb4` COLLATE `utf8mb4_unicode_ci`",
    ]);
  });

  it("is gone only where the server says so", async () => {
    const unknown = recorder({ SHOW: new MysqlError(1049, "Unknown database 'x'") });
    expect(await importOf(database, unknown.server, "x")).toBeUndefined();
    const denied = recorder({ SHOW: new MysqlError(1044, "Access denied") });
    await expect(importOf(database, denied.server, "x")).rejects.toThrow(
      "Error 1044: Access denied",
    );
  });

  it("may be gone already when it is deleted", async () => {
    const request = { ...identity(), id: "x", oldInputs: {}, oldOutputs: {} };
    const gone = recorder({ DROP: new MysqlError(1008, "database doesn't exist") });
    await database.delete(gone.server, request);
    expect(gone.statements).toEqual(["DROP DATABASE `x`"]);
    const denied = recorder({ DROP: new MysqlError(1044, "Access denied") });
    await expect(database.delete(denied.server, request)).rejects.toThrow(
      "Error 1044: Access denied",
    );
  });
});

describe("User", () => {
  const inputs = { user: "a_b", host: "%", plaintextPassword: "s3cret" };

  itTakesTheInputsOf(user, "mysql/user", "UserArgs");

  it("connects from localhost unless the program says otherwise", async () => {
    const checked = await check(user, anyServer, { user: "u", plaintextPassword: "p" });
    expect(checked.inputs).toEqual({
      user: "u",
      plaintextPassword: "p",
      host: "localhost",
      tlsOption: "NONE",
    });
  });

  it("shows a hash in place of its password", async () => {
    const { server, statements } = recorder();
    const { id, outputs } = await create(user, server, inputs);
    expect(statements).toEqual(["CREATE USER 'a_b'@'%' IDENTIFIED BY 's3cret' REQUIRE NONE"]);
    expect(id).toBe("a_b@%");
    const hash = createHash("sha256").update("s3cret").digest("hex");
    expect(outputs).toEqual({ ...inputs, tlsOption: "NONE", plaintextPassword: hash });
    expect(await user.preview?.(server, { ...identity(), inputs })).toEqual({
      ...inputs,
      plaintextPassword: hash,
    });
  });

  it("changes nothing but the password in place", async () => {
    const { server, statements } = recorder();
    const request = { ...identity(), id: "a_b@%", oldInputs: inputs, oldOutputs: {} };
    await user.update?.(server, { ...request, inputs });
    await user.update?.(server, { ...request, inputs: { ...inputs, plaintextPassword: "new" } });
    expect(statements).toEqual(["ALTER USER 'a_b'@'%' IDENTIFIED BY 'new'"]);
    expect(user.replaceOn).toEqual(["user", "host", "authPlugin", "tlsOption"]);
  });

  it("is refused where it exists, with the next step", async () => {
    const { server } = recorder({ CREATE: new MysqlError(1396, "Operation CREATE USER failed") });
    await expect(create(user, server, inputs)).rejects.toThrow(
      "Error 1396: Operation CREATE USER failed for 'a_b'@'%'. The user exists already and belongs to somebody " +
        "else, or to a run that was cut off: drop it or import it as a_b@%",
    );
  });

  it("accepts what is not known yet", async () => {
    expect(await refusals(user, anyServer, { user: UNKNOWN, plaintextPassword: UNKNOWN })).toEqual(
      [],
    );
  });

  const breaks =
    "plaintextPassword: holds a quote or a backslash, and the mysql plugin does not escape them in its statement: " +
    "make it of letters and digits";
  it.each([
    [{ ...inputs, plaintextPassword: "a'b" }, breaks],
    [{ ...inputs, plaintextPassword: "a\\b" }, breaks],
    [
      { ...inputs, plaintextPassword: "" },
      "plaintextPassword: must not be empty: everybody could log in",
    ],
    [
      { ...inputs, user: "a'b" },
      "user: must not hold quotes or backslashes: the mysql plugin does not escape them",
    ],
    [
      { ...inputs, authPlugin: "caching_sha2_password" },
      "authPlugin: leave it out: the mysql plugin knows AWSAuthenticationPlugin and mysql_no_login alone, and with " +
        "any other it makes a user with an empty password; without it the server's default applies",
    ],
    [{ user: "u" }, "give plaintextPassword: without it the password is empty"],
    [{ ...inputs, password: "p" }, "password conflicts with plaintextPassword: give one"],
  ])("refuses %j", async (wrong, refusal) => {
    expect(await refusals(user, anyServer, wrong)).toEqual([refusal]);
  });

  it("does not let the engine print a refused password", async () => {
    const { failures } = await check(user, anyServer, { ...inputs, plaintextPassword: "a'b" });
    expect(failures?.map(({ property }) => property)).toEqual([""]);
  });
});

describe("Grant", () => {
  const inputs = { user: "u", host: "%", database: "a\\_b", privileges: ["ALL PRIVILEGES"] };

  itTakesTheInputsOf(grant, "mysql/grant", "GrantArgs");

  it("hands the pattern of databases on as it stands", async () => {
    const { server, statements } = recorder();
    const { id } = await create(grant, server, inputs);
    expect(statements).toEqual(["GRANT ALL PRIVILEGES ON `a\\_b`.* TO 'u'@'%'"]);
    expect(id).toBe("u@%:`a\\_b`");
  });

  it("covers every database or one table where it is told to", async () => {
    const { server, statements } = recorder();
    await create(grant, server, { ...inputs, database: "*", grant: true });
    await create(grant, server, { ...inputs, table: "t", privileges: ["SELECT (id)", "INSERT"] });
    expect(statements).toEqual([
      "GRANT ALL PRIVILEGES ON *.* TO 'u'@'%'",
      "GRANT SELECT (id), INSERT ON `a\\_b`.`t` TO 'u'@'%'",
    ]);
  });

  it("replaces on every change", () => {
    expect(grant).not.toHaveProperty("update");
  });

  it("revokes what it granted, and may find it gone", async () => {
    const { outputs } = await create(grant, anyServer, inputs);
    const request = { ...identity(), id: "x", oldInputs: {}, oldOutputs: outputs };
    const gone = recorder({
      "REVOKE GRANT": new MysqlError(1141, "There is no such grant defined"),
    });
    await grant.delete(gone.server, request);
    expect(gone.statements).toEqual([
      "REVOKE GRANT OPTION ON `a\\_b`.* FROM 'u'@'%'",
      "REVOKE ALL PRIVILEGES ON `a\\_b`.* FROM 'u'@'%'",
    ]);
    const denied = recorder({ "REVOKE ALL": new MysqlError(1044, "Access denied") });
    await expect(grant.delete(denied.server, request)).rejects.toThrow("Error 1044: Access denied");
  });

  it("is gone only with its user", async () => {
    const { outputs } = await create(grant, anyServer, inputs);
    const request = { ...identity(), id: "x", oldInputs: inputs, oldOutputs: outputs };
    const gone = recorder({ SHOW: new MysqlError(1141, "There is no such grant defined") });
    expect(await grant.read(gone.server, request)).toBeUndefined();
    expect(await grant.read(anyServer, request)).toEqual({ id: "x", inputs, outputs });
  });

  it.each([
    [
      { ...inputs, privileges: ["SELECT; DROP"] },
      "privileges[0]: is no privilege such as SELECT or ALL PRIVILEGES",
    ],
    [{ ...inputs, privileges: [] }, "privileges: Too small: expected array to have >=1 items"],
    [{ ...inputs, database: "a`b" }, "database: must not hold a backtick"],
    [
      { ...inputs, roles: ["r"] },
      "roles: the official plugin takes this input, the sandbox has nothing to serve it with; leave it out",
    ],
  ])("refuses %j", async (wrong, refusal) => {
    expect(await refusals(grant, anyServer, wrong)).toEqual([refusal]);
  });

  it("refuses an import", async () => {
    await expect(importOf(grant, anyServer, "u@%")).rejects.toThrow(
      "mysql.Grant: do not import it, the official plugin takes the first line of SHOW GRANTS, which is another " +
        "grant. Granting again does no harm: run up",
    );
  });
});

describe("Provider", () => {
  const configuration = { endpoint: "127.0.0.1:1", username: "root", password: "wrong" };

  it("names the setting to look at when nothing listens", async () => {
    await expect(mysqlServer(configuration).run("SELECT 1")).rejects.toThrow(
      "cannot reach MySQL at 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1. " +
        "Check openedx:mysql.host, openedx:mysql.port and openedx:mysql.tls, and that the server runs",
    );
  });

  it.each([
    [
      { ...configuration, endpoint: "/run/mysqld.sock" },
      'mysql.Provider: the endpoint "/run/mysqld.sock" is not of the form host:port',
    ],
    [
      { ...configuration, tls: "maybe" },
      'mysql.Provider: ✖ Invalid option: expected one of "true"|"false"|"skip-verify"\n  → at tls',
    ],
    [
      { username: "root" },
      "mysql.Provider: ✖ Invalid input: expected string, received undefined\n  → at endpoint",
    ],
  ])("refuses %j", (wrong, message) => {
    expect(() => mysqlServer(wrong)).toThrow(message);
  });
});

it("reports MariaDB as simulated, and MySQL not", () => {
  expect(simulated({ flavor: "mysql", version: "9.7.4" })).toEqual([]);
  expect(simulated({ flavor: "mariadb", version: "10.11.6" })).toEqual([
    "MySQL: MariaDB 10.11.6 stands in for it. It has no caching_sha2_password logins, and the official mysql plugin " +
      "cannot create users on MariaDB 10.10 or later, so this works with the stand-in only.",
  ]);
});
