import { afterEach, describe, expect, it } from "vitest";
import { digitaloceanApi } from "../../../cli/mongodb-user/api";
import { grant, revoke } from "../../../cli/mongodb-user/user";
import { FakeDigitalOcean, type Reply } from "./fake-digitalocean";

const SERVER = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";
const USERS = `/v2/databases/${SERVER}/users`;
const USER = `${USERS}/campus_history_0a1b2c3d`;
const its = { server: SERVER, user: "campus_history_0a1b2c3d" };
const rights = { ...its, databases: ["campus_history_openedx", "campus_history_forum"] };
const settings = { mongo_user_settings: { databases: rights.databases, role: "readWrite" } };

const withPassword = (password: string) => ({ user: { name: its.user, password } });

let fake: FakeDigitalOcean | undefined;
afterEach(() => fake?.stop());

/** An API that answers by `replies`, the last of a request's again and again. */
async function apiOf(replies: Readonly<Record<string, readonly Reply[]>>) {
  const counts = new Map<string, number>();
  fake = new FakeDigitalOcean(({ method, path }) => {
    const list = replies[`${method} ${path}`] ?? [[404, { message: "not expected" }]];
    const count = counts.get(`${method} ${path}`) ?? 0;
    counts.set(`${method} ${path}`, count + 1);
    return list[Math.min(count, list.length - 1)];
  });
  return digitaloceanApi({ base: await fake.start(), token: "dop_v1_secret", waitMs: 1 });
}

const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "",
    (error: unknown) => String(error instanceof Error ? error.message : error),
  );

describe("a user on a managed MongoDB of DigitalOcean", () => {
  it("is made with one role on its databases, and gets the password that is told once", async () => {
    const api = await apiOf({ [`POST ${USERS}`]: [[201, withPassword("made-up")]] });
    expect(await grant(api, rights)).toBe("made-up");
    expect(fake?.calls()).toEqual([`GET ${USER}`, `POST ${USERS}`]);
    expect(fake?.asked[1]).toEqual({
      method: "POST",
      path: USERS,
      token: "Bearer dop_v1_secret",
      body: { name: its.user, settings },
    });
  });

  it("that is there already gets its rights and another password, as the first is lost", async () => {
    const api = await apiOf({
      [`GET ${USER}`]: [[200, { user: { name: its.user } }]],
      [`PUT ${USER}`]: [[201, { user: { name: its.user } }]],
      [`POST ${USER}/reset_auth`]: [[200, withPassword("another")]],
    });
    expect(await grant(api, rights)).toBe("another");
    expect(fake?.asked[1]?.body).toEqual({ settings });
  });

  it("that was made by a request which answered with an error is found, and not made twice", async () => {
    const api = await apiOf({
      [`GET ${USER}`]: [[404], [200, {}]],
      [`POST ${USERS}`]: [[502]],
      [`PUT ${USER}`]: [[201, {}]],
      [`POST ${USER}/reset_auth`]: [[200, withPassword("another")]],
    });
    expect(await grant(api, rights)).toBe("another");
    expect(fake?.calls().filter((call) => call === `POST ${USERS}`).length).toBe(1);
  });

  it.each<[string, object]>([
    ["an empty password", withPassword("")],
    ["none", { user: { name: its.user } }],
  ])("stops the run where DigitalOcean tells %s", async (_, body) => {
    const api = await apiOf({ [`POST ${USERS}`]: [[201, body]] });
    expect(await failure(grant(api, rights))).toBe(
      `DigitalOcean has told no password, POST ${USERS}.\n` +
        "Give the token the scope database:view_credentials (docs/clouds.md#token) and run the same command again.",
    );
  });

  it("is refused with DigitalOcean's own words", async () => {
    const message = "You are not authorized to perform this operation";
    const api = await apiOf({ [`POST ${USERS}`]: [[403, { message }]] });
    expect(await failure(grant(api, rights))).toBe(
      `DigitalOcean refuses POST ${USERS}: 403 ${message}\n` +
        "Put that right (docs/clouds.md#token has the scopes) and run the same command again.",
    );
  });

  it("is asked for again while the API is busy, broken or silent", async () => {
    const api = await apiOf({
      [`GET ${USER}`]: [[429], [500], undefined, [404]],
      [`POST ${USERS}`]: [[429], [201, withPassword("made-up")]],
    });
    expect(await grant(api, rights)).toBe("made-up");
  });

  it("is left as it is where the API does not do its work", async () => {
    const api = await apiOf({ [`GET ${USER}`]: [[503, { message: "maintenance" }]] });
    expect(await failure(grant(api, rights))).toBe(
      `DigitalOcean's API does not do its work, GET ${USER}: 503 maintenance\n` +
        "Run the same command again: what is there is kept.",
    );
    expect(fake?.asked.length).toBe(6);
  });

  it.each<[string, Reply]>([
    ["is there", [204]],
    ["has gone", [404]],
  ])("that %s is taken away", async (_, reply) => {
    const api = await apiOf({ [`DELETE ${USER}`]: [reply] });
    await revoke(api, its);
    expect(fake?.calls()).toEqual([`DELETE ${USER}`]);
  });

  it("is not held for gone where DigitalOcean refuses to take it away", async () => {
    const api = await apiOf({ [`DELETE ${USER}`]: [[401, { message: "Unable to authenticate" }]] });
    expect(await failure(revoke(api, its))).toContain(
      `DigitalOcean refuses DELETE ${USER}: 401 Unable to authenticate`,
    );
  });
});
