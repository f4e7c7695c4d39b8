import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mysql } from "./support/clients";
import { credentials, instanceOf, query } from "./support/fleet";
import { openTestStack, preview, removeTestStack, up } from "./support/stacks";

const LOCK = "history-database-notes-is-protected-set-deletionProtection-false-and-up-first";

const edit = (databases: readonly string[], deletionProtection = true) =>
  openTestStack("plugin-databases", {
    "openedx:instances": [{ slug: "history", databases, deletionProtection }],
  });

/** What MySQL has of the instance: names, and when a password was last set. */
const onServer = async () => ({
  databases: await query("SHOW DATABASES LIKE 'campus\\_history%'"),
  users: await query(
    "SELECT User, password_last_changed FROM mysql.user WHERE User LIKE 'campus\\_history%'",
  ),
});

/** Logs in as the plugin, or as the instance itself, by what the Secret says. */
async function login(prefix: "NOTES" | "OPENEDX"): Promise<Connection> {
  const { [`${prefix}_MYSQL_USERNAME`]: user = "", [`${prefix}_MYSQL_PASSWORD`]: password = "" } =
    await credentials("history");
  return mysql({ user, password });
}

let outputs: unknown;

beforeAll(async () => {
  ({ outputs } = await up(await edit(["notes"])));
});
afterAll(async () => {
  await up(await edit([], false));
  await removeTestStack(await edit([], false));
});

describe("the MySQL database of a plugin", () => {
  it("has the name that the Secret and the stack tell, and the character set of Tutor's own server", async () => {
    const { NOTES_MYSQL_DATABASE: name = "" } = await credentials("history");
    expect(instanceOf(outputs, "history").pluginDatabases).toEqual({ notes: name });
    const found = await query(
      "SELECT DEFAULT_CHARACTER_SET_NAME charset, DEFAULT_COLLATION_NAME collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
      [name],
    );
    expect(found).toEqual([{ charset: "utf8mb4", collation: "utf8mb4_unicode_ci" }]);
  });

  it("is the plugin's alone: neither the instance's login nor the plugin's reaches the other's", async () => {
    const { NOTES_MYSQL_DATABASE: own = "" } = await credentials("history");
    const { mysqlDatabase } = instanceOf(outputs, "history");
    const [plugin, instance] = [await login("NOTES"), await login("OPENEDX")];
    try {
      await plugin.query(`CREATE TABLE \`${own}\`.notes (id INT PRIMARY KEY)`);
      await plugin.query(`INSERT INTO \`${own}\`.notes VALUES (1)`);
      const denied = { errno: ACCESS_TO_DATABASE_DENIED };
      await expect(plugin.query(`USE \`${mysqlDatabase}\``)).rejects.toMatchObject(denied);
      await expect(instance.query(`USE \`${own}\``)).rejects.toMatchObject(denied);
    } finally {
      await Promise.all([plugin.end(), instance.end()]);
    }
  });

  it("comes beside those that are there, which it does not touch", async () => {
    const before = await onServer();
    const { changes } = await up(await edit(["discovery", "notes"]));
    expect(changes).toMatchObject({ create: 4 });
    expect(changes).not.toHaveProperty("delete");
    const after = await onServer();
    expect(after.databases).toEqual(expect.arrayContaining(before.databases));
    expect(after.users).toEqual(expect.arrayContaining(before.users));
    expect(after.users).toHaveLength(3);
    const again = await up(await edit(["notes", "discovery"]));
    expect(Object.keys(again.changes)).toEqual(["same"]);
  });
});

// https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
const ACCESS_TO_DATABASE_DENIED = 1044;

describe("the database of a plugin of a protected instance", () => {
  it("is not dropped when its name is taken off the list, with or without a preview", async () => {
    const [before, secret] = [await onServer(), await credentials("history")];
    await expect(edit(["discovery"]).then(preview)).rejects.toThrow(LOCK);
    expect(await credentials("history")).toEqual(secret);
    await expect(edit(["discovery"]).then(up)).rejects.toThrow(LOCK);
    expect(await onServer()).toEqual(before);

    // Without a preview the engine has updated the Secret by then; with the name back it is as it was.
    await up(await edit(["discovery", "notes"]));
    expect(await credentials("history")).toEqual(secret);
    expect(await onServer()).toEqual(before);
  });

  it("is dropped with its user by the two steps, and the others stay", async () => {
    const before = await onServer();
    const opened = await up(await edit(["discovery", "notes"], false));
    expect(Object.keys(opened.changes)).toEqual(["same"]);
    const { changes } = await up(await edit(["discovery"], false));
    expect(changes).toMatchObject({ delete: 4 });
    const after = await onServer();
    const isPlugins = (row: object): boolean => JSON.stringify(row).includes("__notes");
    expect(after.databases).toEqual(before.databases.filter((row) => !isPlugins(row)));
    expect(after.users).toEqual(before.users.filter((row) => !isPlugins(row)));
    expect(after.users).toHaveLength(2);
  });
});
