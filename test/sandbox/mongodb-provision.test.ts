import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, badName, startSharedMongo, type SharedMongo } from "./support/mongodb-templates";
import { freePort, relayTo } from "./support/relay";
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

const NAMESPACE = "mongodb-provision";
const IMPATIENT = "mongodb-provision-impatient";
const NAMES = { database: "wf_openedx", "forum-database": "wf_forum", user: "wf_user" };
const ROLES = [
  { role: "readWrite", db: NAMES.database },
  { role: "readWrite", db: NAMES["forum-database"] },
];

let mongo: SharedMongo;

const provision = (
  parameters: Readonly<Record<string, string>> = {},
  template = "mongodb-provision",
) =>
  run({
    namespace: NAMESPACE,
    template,
    parameters: { ...mongo.parameters, ...NAMES, "user-secret": "user", ...parameters },
  });

const password = (value: string, name = "user") => putSecret(NAMESPACE, name, { password: value });
const canUse = (user: string) =>
  done(`mongodb-provision: ${user} can use ${NAMES.database} and ${NAMES["forum-database"]}`);

beforeAll(async () => {
  [mongo] = await Promise.all([
    startSharedMongo("provision"),
    applyTemplates(),
    createNamespace(NAMESPACE),
  ]);
  await putImpatient("mongodb-provision");
  await putSecret(NAMESPACE, "admin", ADMIN);
  await putSecret(NAMESPACE, "two-lines", { password: "two\nlines" });
  await putSecret(NAMESPACE, "wrong", { ...ADMIN, password: "wrong" });
});
afterAll(async () => {
  await mongo.remove();
  await deleteNamespace(NAMESPACE);
  await deleteTemplates();
});

describe("mongodb-provision", () => {
  it("makes a user with readWrite on the two databases and no other role", async () => {
    await password("first");
    expect(await provision()).toEqual(canUse(NAMES.user));
    expect(await mongo.rolesOf(NAMES.user)).toEqual(ROLES);
    await mongo.as({ username: NAMES.user, password: "first" }, async (client) => {
      for (const { db } of ROLES)
        await client.db(db).collection("threads").insertOne({ title: "hello" });
      const other = client.db("wf_other").collection("threads").insertOne({});
      await expect(other).rejects.toMatchObject({ code: UNAUTHORIZED });
    });
  });

  it("keeps the data when it is repeated, and gives the user the password that it should have", async () => {
    await password("second");
    expect(await provision()).toEqual(canUse(NAMES.user));
    const read = (value: string) =>
      mongo.as({ username: NAMES.user, password: value }, (client) =>
        client.db(NAMES.database).collection("threads").countDocuments(),
      );
    expect(await read("second")).toBe(1);
    await expect(read("first")).rejects.toMatchObject({ code: AUTHENTICATION_FAILED });
  });

  it("takes a user's other roles away, and gives the ones that are missing", async () => {
    const roles = [{ role: "readWrite", db: "wf_other" }];
    const create = { createUser: "wf_half", pwd: "other", roles };
    await mongo.as(ADMIN, (client) => client.db("admin").command(create));
    expect(await provision({ user: "wf_half" })).toEqual(canUse("wf_half"));
    expect(await mongo.rolesOf("wf_half")).toEqual(ROLES);
  });

  it("takes any password, and the longest names", async () => {
    const passwords = [
      `it's "quoted" \\ back`,
      "`id` $(id) ${HOME} $$ $(ADMIN_PASSWORD)",
      '"}); db.dropDatabase(); ({"',
      "@:/?#[]%40 ünïcödé {{workflow.name}}",
    ];
    const attempts = passwords.map(async (value, index) => {
      const user = `wf_any_${index}`;
      await password(value, `user-${index}`);
      const ended = await provision({ user, "user-secret": `user-${index}` });
      expect(ended).toEqual(canUse(user));
      await mongo.as({ username: user, password: value }, (client) =>
        client.db(NAMES.database).command({ ping: 1 }),
      );
    });
    await Promise.all(attempts);
    const [database, user] = ["d".repeat(63), "u".repeat(64)];
    expect(await provision({ database, user })).toEqual(
      done(`mongodb-provision: ${user} can use ${database} and ${NAMES["forum-database"]}`),
    );
  });

  it("only tries the server where no user is named", async () => {
    expect(await provision({ user: "" })).toEqual(
      done("mongodb-provision: the server lets the administrator in"),
    );
  });
});

describe("mongodb-provision and a server that is down", () => {
  it("tries again, and ends well once the server is there", async () => {
    const relay = await relayTo(mongo.address);
    const parameters = {
      ...mongo.parameters,
      ...NAMES,
      "user-secret": "user",
      port: String(relay.port),
    };
    const name = await submit({ namespace: NAMESPACE, template: "mongodb-provision", parameters });
    await expect
      .poll(async () => (await statusOf(NAMESPACE, name)).message, { timeout: 30_000 })
      .toBe("Backoff for 5s");
    await relay.open();
    const { phase, attempts, log } = await untilPhase(NAMESPACE, name);
    await relay.close();
    expect([phase, log]).toEqual(["Succeeded", canUse(NAMES.user).log]);
    expect(attempts.map(({ exitCode }) => exitCode)).toEqual(["75", "0"]);
    expect(attempts[0]?.message).toBe(
      `main: Error (exit code 75): mongodb-provision: MongoNetworkError: connect ECONNREFUSED 127.0.0.1:${relay.port}\n`,
    );
  });

  it("gives up after five tries", async () => {
    const { phase, message, attempts } = await provision(
      { port: String(await freePort()) },
      IMPATIENT,
    );
    expect([phase, message]).toEqual(["Failed", "No more retries left"]);
    expect(attempts.map(({ exitCode }) => exitCode)).toEqual(["75", "75", "75", "75", "75"]);
  });
});

describe("mongodb-provision refuses, and changes nothing", () => {
  const hostile = [
    "Bad",
    "it's",
    "a b; c",
    '"}); db.dropDatabase(); ({"',
    "$(ADMIN_PASSWORD)",
    "ü$where",
    "two\nlines",
  ];
  const long = "d".repeat(64);
  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    ...hostile.map((value) => [{ database: value }, badName("database", value)] as const),
    [{ "forum-database": "a.b" }, badName("forum-database", "a.b")],
    [{ user: "a b" }, badName("user", "a b")],
    [{ database: long }, `parameter database is "${long}", 64 characters long; allowed are 63`],
    [{ database: "admin" }, "admin is the server's own database"],
    [{ database: NAMES["forum-database"] }, "database and forum-database are the same"],
    [{ user: ADMIN.username }, `the user ${ADMIN.username} is an administrator`],
    [{ tls: "no" }, 'parameter tls is "no"; allowed are true and false'],
    [{ host: "a/?tls=false" }, 'parameter host is "a/?tls=false"; give a host name or an address'],
    [
      { "user-secret": "nowhere" },
      'the Secret "nowhere" has no key "password", or there is no such Secret in this namespace',
    ],
  ];

  it("what must be mended first, without a second try", async () => {
    const ended = await Promise.all(cases.map(([parameters]) => provision(parameters, IMPATIENT)));
    expect(ended).toEqual(cases.map(([, reason]) => refused(64, `mongodb-provision: ${reason}`)));
  });

  it("a password that MongoDB takes from nobody, without a second try", async () => {
    const ended = await provision({ user: "wf_wrong", "user-secret": "two-lines" }, IMPATIENT);
    const reason = "Location50692: Error preflighting normalization: U_STRINGPREP_PROHIBITED_ERROR";
    expect(ended).toEqual(refused(77, `mongodb-provision: ${reason}`));
  });

  it("a wrong password of the administrator, without a second try", async () => {
    const ended = await provision({ user: "wf_wrong", "admin-secret": "wrong" }, IMPATIENT);
    const reason = "AuthenticationFailed: Authentication failed.";
    expect(ended).toEqual(refused(77, `mongodb-provision: ${reason}`));
    expect(await mongo.rolesOf("wf_wrong")).toBeUndefined();
  });
});

// https://www.mongodb.com/docs/manual/reference/error-codes/
const UNAUTHORIZED = 13;
const AUTHENTICATION_FAILED = 18;
