import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, badName, startSharedMongo, type SharedMongo } from "./support/mongodb-templates";
import { freePort } from "./support/relay";
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

const NAMESPACE = "mongodb-deprovision";
const IMPATIENT = "mongodb-deprovision-impatient";

let mongo: SharedMongo;

const deprovision = (
  parameters: Readonly<Record<string, string>>,
  template = "mongodb-deprovision",
) => run({ namespace: NAMESPACE, template, parameters: { ...mongo.parameters, ...parameters } });

const gone = (what: string): string => `mongodb-deprovision: the ${what} is gone`;

/** The databases whose names begin as those of the tests. */
const databases = (): Promise<readonly string[]> =>
  mongo.as(ADMIN, async (client) => {
    const { databases: all } = await client.db("admin").admin().listDatabases();
    return all.map(({ name }) => name).filter((name) => name.startsWith("wf_"));
  });

const fill = (...names: readonly string[]): Promise<void> =>
  mongo.as(ADMIN, async (client) => {
    for (const name of names) await client.db(name).collection("threads").insertOne({ id: 1 });
  });

const addUser = (user: string): Promise<unknown> =>
  mongo.as(ADMIN, (client) =>
    client.db("admin").command({ createUser: user, pwd: "secret", roles: [] }),
  );

beforeAll(async () => {
  [mongo] = await Promise.all([
    startSharedMongo("deprovision"),
    applyTemplates(),
    createNamespace(NAMESPACE),
  ]);
  await putImpatient("mongodb-deprovision");
  await putSecret(NAMESPACE, "admin", ADMIN);
  await putSecret(NAMESPACE, "wrong", { ...ADMIN, password: "wrong" });
});
afterAll(async () => {
  await mongo.remove();
  await deleteNamespace(NAMESPACE);
  await deleteTemplates();
});

describe("mongodb-deprovision", () => {
  it("drops both databases and the user, and nobody else's", async () => {
    await fill("wf_a", "wf_a_forum", "wf_ab");
    await addUser("wf_user");
    await addUser("wf_user2");
    const whole = { database: "wf_a", "forum-database": "wf_a_forum", user: "wf_user" };
    const printed = [gone("user wf_user"), gone("database wf_a"), gone("database wf_a_forum")];
    expect(await deprovision(whole)).toEqual(done(...printed));
    expect(await databases()).toEqual(["wf_ab"]);
    expect(await mongo.rolesOf("wf_user")).toBeUndefined();
    expect(await mongo.rolesOf("wf_user2")).toEqual([]);
    // Once more, on what is gone.
    expect(await deprovision(whole)).toEqual(done(...printed));
  });

  it("finishes what was left half done, and takes a part alone", async () => {
    await fill("wf_b", "wf_c");
    await addUser("wf_c");
    const attempts = [
      deprovision({ database: "wf_b", "forum-database": "wf_b_forum", user: "wf_b" }),
      deprovision({ user: "wf_c" }),
    ];
    expect(await Promise.all(attempts)).toEqual([
      done(gone("user wf_b"), gone("database wf_b"), gone("database wf_b_forum")),
      done(gone("user wf_c")),
    ]);
    expect(await databases()).toEqual(["wf_ab", "wf_c"]);
    expect(await deprovision({ database: "wf_c" })).toEqual(done(gone("database wf_c")));
    expect(await databases()).toEqual(["wf_ab"]);
  });

  it("drops what has the longest names", async () => {
    const [database, user] = ["wf_".padEnd(63, "d"), "wf_".padEnd(64, "u")];
    await fill(database);
    await addUser(user);
    expect(await deprovision({ database, user })).toEqual(
      done(gone(`user ${user}`), gone(`database ${database}`)),
    );
    expect(await databases()).toEqual(["wf_ab"]);
    expect(await mongo.rolesOf(user)).toBeUndefined();
  });

  it("tells a server that is down from a database that is gone", async () => {
    const port = String(await freePort());
    const { phase, message, attempts } = await deprovision({ database: "wf_ab", port }, IMPATIENT);
    expect([phase, message]).toEqual(["Failed", "No more retries left"]);
    expect(attempts.map(({ exitCode }) => exitCode)).toEqual(["75", "75", "75", "75", "75"]);
  });
});

describe("mongodb-deprovision refuses, and drops nothing", () => {
  const hostile = [
    "Bad",
    "it's",
    "a b",
    '"; while(1);',
    "$(ADMIN_PASSWORD)",
    "ü$where",
    "two\nlines",
  ];
  const long = "d".repeat(65);
  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{}, "give database, forum-database or user"],
    [{ database: "config" }, "config is the server's own database"],
    [{ user: ADMIN.username }, `the user ${ADMIN.username} is an administrator`],
    ...hostile.map((database) => [{ database }, badName("database", database)] as const),
    [{ "forum-database": "a.b" }, badName("forum-database", "a.b")],
    [{ database: long }, `parameter database is "${long}", 65 characters long; allowed are 63`],
    [{ user: long }, `parameter user is "${long}", 65 characters long; allowed are 64`],
    [{ user: "x$(id)`id`" }, badName("user", "x$(id)`id`")],
    [
      { database: "wf_ab", "admin-secret": "nowhere" },
      'the Secret "nowhere" has no key "username", or there is no such Secret in this namespace',
    ],
  ];

  it("what must be mended first, without a second try", async () => {
    const ended = await Promise.all(
      cases.map(([parameters]) => deprovision(parameters, IMPATIENT)),
    );
    expect(ended).toEqual(cases.map(([, reason]) => refused(64, `mongodb-deprovision: ${reason}`)));
  });

  it("a wrong password of the administrator, without a second try", async () => {
    const ended = await deprovision({ database: "wf_ab", "admin-secret": "wrong" }, IMPATIENT);
    const reason = "AuthenticationFailed: Authentication failed.";
    expect(ended).toEqual(refused(77, `mongodb-deprovision: ${reason}`));
    expect(await databases()).toEqual(["wf_ab"]);
  });
});
