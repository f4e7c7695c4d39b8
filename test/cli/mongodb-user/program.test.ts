import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { FakeDigitalOcean } from "./fake-digitalocean";

const ROOT = join(__dirname, "..", "..", "..");
const SERVER = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

let fake: FakeDigitalOcean | undefined;
afterEach(() => fake?.stop());

const VARIABLES = {
  MONGODB_SERVER: SERVER,
  MONGODB_USER: "campus_history_0a1b2c3d",
  MONGODB_DATABASES: '["campus_history_openedx","campus_history_forum"]',
  MONGODB_REVISION: "0a1b2c3d",
};

/** Runs the command that the state has, as the engine does. */
async function run(action: string, environment: Readonly<Record<string, string>>) {
  const child = spawn("node", ["cli/mongodb-user", action], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const code = new Promise((resolve) => child.on("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

describe("node cli/mongodb-user", () => {
  it("prints the password alone, and what it does to another stream", async () => {
    fake = new FakeDigitalOcean(({ method }) =>
      method === "GET" ? [404] : [201, { user: { password: "made-up" } }],
    );
    const address = { DIGITALOCEAN_API_URL: await fake.start() };
    const token = { DIGITALOCEAN_ACCESS_TOKEN: "dop_v1_secret" };
    expect(await run("grant", { ...VARIABLES, ...address, ...token })).toEqual({
      code: 0,
      stdout: "made-up",
      stderr: "campus_history_0a1b2c3d: may read and write\n",
    });
    expect(fake.asked[1]?.token).toBe("Bearer dop_v1_secret");
  });

  it("tells what is missing where nobody has started it as the engine does", async () => {
    const { MONGODB_SERVER, ...rest } = VARIABLES;
    expect(MONGODB_SERVER).toBe(SERVER);
    expect(await run("grant", rest)).toEqual({
      code: 1,
      stdout:
        "node cli/mongodb-user is for `pulumi up`, which tells it what to do by a word, grant or revoke, and by the " +
        "environment; missing or wrong: MONGODB_SERVER.\n",
      stderr: "",
    });
  });

  it("asks for a token where the environment has none", async () => {
    expect(await run("revoke", VARIABLES)).toEqual({
      code: 1,
      stdout:
        "There is no token of DigitalOcean in the environment of this run, and users of its MongoDB are made by one. Put it " +
        "into DIGITALOCEAN_ACCESS_TOKEN (docs/clouds.md#token) and run the same command again.\n",
      stderr: "",
    });
  });
});
