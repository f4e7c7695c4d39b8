import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { standIn as standInWith } from "../../sandbox/providers/mongodbatlas";
import { databaseUser } from "../../sandbox/providers/mongodbatlas/database-user";
import { serverName } from "../../sandbox/providers/mongodbatlas/server-name";
import { UNKNOWN } from "../../sandbox/providers/value";
import { create, identity, importOf, itTakesTheInputsOf, kindOf, refusals } from "./support/ask";

const PROJECT = "0123456789abcdef01234567";
const inputs = {
  projectId: PROJECT,
  authDatabaseName: "admin",
  username: "campus_history_1a2b",
  password: "a-password",
  roles: [
    { roleName: "readWrite", databaseName: "history_openedx" },
    { roleName: "readWrite", databaseName: "history_forum" },
  ],
  scopes: [{ name: "campus", type: "CLUSTER" }],
};
const importId = `${PROJECT}/campus_history_1a2b/admin`;
/** As the official plugin writes it. */
const id =
  "YXV0aF9kYXRhYmFzZV9uYW1l:YWRtaW4=-cHJvamVjdF9pZA==:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3-" +
  "dXNlcm5hbWU=:Y2FtcHVzX2hpc3RvcnlfMWEyYg==";
const server = serverName(inputs);

let directory: string;
let calls: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "atlas-"));
  calls = [];
});

afterEach(() => rmSync(directory, { recursive: true }));

/** The stand-in over servers that only note what they are told, and what it is configured to. */
function open(start: () => Promise<void> = () => Promise.resolve()) {
  const standIn = standInWith(
    {
      async start(name, { username, password }) {
        await start();
        calls.push(`start ${name} ${username} ${password}`);
        return { host: "127.0.0.1", port: 1 };
      },
      remove(name) {
        calls.push(`remove ${name}`);
        return Promise.resolve();
      },
    },
    directory,
  );
  const user = kindOf(standIn, "mongodbatlas:index/databaseUser:DatabaseUser");
  return { user, configured: Promise.resolve(standIn.configure({})) };
}

describe("DatabaseUser", () => {
  itTakesTheInputsOf(databaseUser, "mongodbatlas/databaseUser", "DatabaseUserArgs");

  it("has a server that lets it in", async () => {
    const { user, configured } = open();
    const made = await create(user, await configured, inputs);
    expect(made.id).toBe(id);
    expect(made.outputs).toMatchObject({ ...inputs, x509Type: "NONE" });
    expect(calls).toEqual([`start ${server} campus_history_1a2b a-password`]);
  });

  it("writes its password into no record", async () => {
    const { user, configured } = open();
    await create(user, await configured, inputs);
    const records = join(directory, "atlas-users");
    const [file = ""] = readdirSync(records);
    const record: unknown = JSON.parse(readFileSync(join(records, file), "utf8"));
    const { projectId, authDatabaseName, username, roles, scopes } = inputs;
    expect(record).toEqual({ projectId, authDatabaseName, username, roles, scopes });
  });

  it("is refused where it exists, also by another run, and left alone", async () => {
    const first = open();
    await create(first.user, await first.configured, inputs);
    const second = open();
    await expect(
      create(second.user, await second.configured, { ...inputs, password: "another-one" }),
    ).rejects.toThrow(
      `error during database user creation: https://cloud.mongodb.com/api/atlas/v2/groups/${PROJECT}/databaseUsers ` +
        'POST: HTTP 409 Conflict (Error code: "USER_ALREADY_EXISTS") ' +
        `Detail: The specified username campus_history_1a2b already exists in project ${PROJECT}`,
    );
    expect(calls).toHaveLength(1);
  });

  it("does not exist when its server did not start", async () => {
    const failing = open(() => Promise.reject(new Error("no ferretdb")));
    await expect(create(failing.user, await failing.configured, inputs)).rejects.toThrow(
      "no ferretdb",
    );
    const working = open();
    expect((await create(working.user, await working.configured, inputs)).id).toBe(id);
  });

  it("takes a changed password to its server, and nothing else", async () => {
    const { user, configured } = open();
    const atlas = await configured;
    await create(user, atlas, inputs);
    calls = [];
    const request = { ...identity(), id, oldInputs: inputs, oldOutputs: {} };
    const roles = [{ roleName: "read", databaseName: "history_openedx" }];
    await user.update?.(atlas, { ...request, inputs: { ...inputs, roles } });
    expect(calls).toEqual([]);
    expect((await importOf(user, atlas, importId))?.inputs.roles).toEqual(roles);
    await user.update?.(atlas, { ...request, inputs: { ...inputs, password: "new-password" } });
    expect(calls).toEqual([`start ${server} campus_history_1a2b new-password`]);
  });

  it("is not changed when it is gone", async () => {
    const { user, configured } = open();
    const request = { ...identity(), id, oldInputs: inputs, oldOutputs: {}, inputs };
    await expect(user.update?.(await configured, request)).rejects.toThrow(
      "error during database user update: " +
        `https://cloud.mongodb.com/api/atlas/v2/groups/${PROJECT}/databaseUsers/admin/campus_history_1a2b ` +
        'PATCH: HTTP 404 Not Found (Error code: "USER_NOT_FOUND") ' +
        "Detail: No user with username campus_history_1a2b exists: run refresh",
    );
  });

  it("is imported without its password, and gone once deleted", async () => {
    const { user, configured } = open();
    const atlas = await configured;
    await create(user, atlas, inputs);
    const { projectId, authDatabaseName, username, roles, scopes } = inputs;
    expect(await importOf(user, atlas, importId)).toMatchObject({
      id,
      inputs: { projectId, authDatabaseName, username, roles, scopes },
    });
    expect((await importOf(user, atlas, importId))?.inputs).not.toHaveProperty("password");
    calls = [];
    await user.delete(atlas, { ...identity(), id, oldInputs: inputs, oldOutputs: inputs });
    expect(calls).toEqual([`remove ${server}`]);
    expect(await importOf(user, atlas, importId)).toBeUndefined();
    await user.delete(atlas, { ...identity(), id, oldInputs: inputs, oldOutputs: inputs });
  });

  it("is imported by either form of the id", async () => {
    const { user, configured } = open();
    const atlas = await configured;
    await create(user, atlas, { ...inputs, username: "a-b" });
    expect(await importOf(user, atlas, `${PROJECT}-a-b-admin`)).toEqual(
      await importOf(user, atlas, `${PROJECT}/a-b/admin`),
    );
  });

  it("keeps its password over a refresh", async () => {
    const { user, configured } = open();
    const atlas = await configured;
    const { outputs } = await create(user, atlas, inputs);
    const request = { ...identity(), id, oldInputs: inputs, oldOutputs: outputs };
    expect((await user.read(atlas, request))?.inputs).toEqual(inputs);
  });

  it("accepts what is not known yet", async () => {
    const { user, configured } = open();
    const roles = [{ roleName: "readWrite", databaseName: UNKNOWN }];
    const unknown = { ...inputs, username: UNKNOWN, password: UNKNOWN, roles };
    expect(await refusals(user, await configured, unknown)).toEqual([]);
  });

  it.each([
    [
      { roles: [{ roleName: "owner", databaseName: "a" }] },
      'roles[0].roleName: Invalid option: expected one of "read"|"readWrite"|"dbAdmin"|"atlasAdmin"|"backup"|' +
        '"clusterMonitor"|"dbAdminAnyDatabase"|"enableSharding"|"killOpSession"|"readAnyDatabase"|"readWriteAnyDatabase"',
    ],
    [
      { roles: [{ roleName: "atlasAdmin", databaseName: "a" }] },
      "roles[0]: is a role on the database admin only",
    ],
    [
      { roles: [{ roleName: "dbAdmin", databaseName: "a", collectionName: "c" }] },
      "roles[0]: only read and readWrite can be given on one collection",
    ],
    [
      { roles: [{ roleName: "read", databaseName: "a.b" }] },
      'roles[0].databaseName: must not hold any of /\\. "$',
    ],
    [{ roles: [] }, "roles: must not be empty: Atlas refuses a user without roles"],
    [{ projectId: "campus" }, "projectId: must be 24 hexadecimal digits"],
    [
      { authDatabaseName: "$external" },
      "authDatabaseName: must be admin: the sandbox knows users with passwords only, and Atlas keeps those there",
    ],
    [
      { scopes: [{ name: "campus", type: "PROJECT" }] },
      'scopes[0].type: Invalid option: expected one of "CLUSTER"|"DATA_LAKE"|"STREAM"',
    ],
    [{ password: "short" }, "password: Too small: expected string to have >=8 characters"],
    [
      { x509Type: "MANAGED" },
      "x509Type: the official plugin takes this input, the sandbox has nothing to serve it with; leave it out",
    ],
  ])("refuses %j", async (wrong, refusal) => {
    const { user, configured } = open();
    expect(await refusals(user, await configured, { ...inputs, ...wrong })).toEqual([refusal]);
  });

  it("refuses to go without a password", async () => {
    const { user, configured } = open();
    const { projectId, authDatabaseName, username, roles } = inputs;
    const others = { projectId, authDatabaseName, username, roles };
    expect(await refusals(user, await configured, others)).toEqual([
      "give a password: Atlas refuses a user who cannot log in",
    ]);
  });

  it("refuses an import by another id", async () => {
    const { user, configured } = open();
    await expect(
      (async () => importOf(user, await configured, "campus_history_1a2b"))(),
    ).rejects.toThrow(
      "import format error: to import a Database User, use the format {project_id}-{username}-{auth_database_name} " +
        "OR {project_id}/{username}/{auth_database_name}",
    );
  });
});

describe("the name of a user's server", () => {
  const key = { projectId: PROJECT, authDatabaseName: "admin" };

  it("is at most 63 lower-case letters, digits and hyphens, and says whose it is", () => {
    expect(serverName({ ...key, username: "campus_history_1a2b" })).toMatch(
      /^campus-history-1a2b-[0-9a-f]{8}$/,
    );
    expect(serverName({ ...key, username: `_${"x".repeat(200)}` })).toMatch(/^[a-z0-9-]{1,63}$/);
    expect(serverName({ ...key, username: "___" })).toMatch(/^[0-9a-f]{8}$/);
  });

  it("differs for users who differ in project, or in characters that the name cannot hold", () => {
    const names = [
      serverName({ ...key, username: "a_b" }),
      serverName({ ...key, username: "a-b" }),
      serverName({ ...key, username: "A_b" }),
      serverName({ ...key, projectId: "f".repeat(24), username: "a_b" }),
    ];
    expect(new Set(names).size).toBe(4);
  });
});
