import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readRoles, RoleBook } from "../../sandbox/actors/mongodb-roles/roles";
import { splitter, write } from "../../sandbox/actors/mongodb-roles/wire";

describe("readRoles", () => {
  it("takes readWrite, on the database that is named or on the command's own", () => {
    expect(readRoles([{ role: "readWrite", db: "a" }, "readWrite"], "admin")).toEqual([
      { role: "readWrite", db: "a" },
      { role: "readWrite", db: "admin" },
    ]);
    expect(readRoles([], "admin")).toEqual([]);
  });

  it.each([
    ["another role", [{ role: "dbAdmin", db: "a" }]],
    ["a role of another form", [{ role: "readWrite", db: "a", collection: "x" }]],
    ["something else", { role: "readWrite" }],
  ])("does not take %s", (_, value) => {
    expect(readRoles(value, "admin")).toBeUndefined();
  });
});

describe("RoleBook", () => {
  const file = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "roles-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return join(folder, "roles.json");
  };

  it("lets a user do on the databases of its roles what readWrite includes, and nothing elsewhere", () => {
    const book = new RoleBook(file());
    book.set("admin.history", [{ role: "readWrite", db: "history" }]);
    const allows = (command: string, database: string) =>
      book.allows("admin.history", command, database);
    expect(allows("insert", "history")).toBe(true);
    expect(allows("insert", "physics")).toBe(false);
    expect(allows("dropDatabase", "history")).toBe(false);
    expect(allows("createUser", "history")).toBe(false);
    expect(allows("ping", "admin")).toBe(true);
    expect(book.allows("admin.nobody", "find", "history")).toBe(false);
  });

  it("keeps the roles for the next start, and forgets them with the user", () => {
    const path = file();
    const roles = [{ role: "readWrite", db: "history" }];
    new RoleBook(path).set("admin.history", roles);
    expect(new RoleBook(path).of("admin.history")).toEqual(roles);
    new RoleBook(path).forget("admin.history");
    expect(new RoleBook(path).of("admin.history")).toEqual([]);
  });
});

describe("messages", () => {
  const message = write({ insert: "threads", $db: "history", count: 1 }, 7, 3);

  it("are the same whatever the pieces that they come in", () => {
    const cut = splitter();
    const two = Buffer.concat([message, message]);
    const read = [two.subarray(0, 5), two.subarray(5, 60), two.subarray(60)].flatMap(cut);
    expect(read.length).toBe(2);
    for (const { bytes, requestId, responseTo, body } of read) {
      expect(bytes.equals(message)).toBe(true);
      expect([requestId, responseTo]).toEqual([7, 3]);
      expect(Object.keys(body ?? {})).toEqual(["insert", "$db", "count"]);
    }
  });

  it("of another form pass unread", () => {
    const other = Buffer.from(message);
    other.writeInt32LE(2012, 12);
    expect(splitter()(other)).toEqual([{ bytes: other, requestId: 7, responseTo: 3 }]);
  });
});
