import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDeployment } from "../../cli/recover/deployment";
import type { Servers } from "../../sandbox/contract";
import { writePrivateFile } from "../../sandbox/servers/files";
import { objectVersions, query } from "./support/fleet";
import { possessions, WHOLE_INSTANCE } from "./support/possessions";
import { sandbox } from "./support/sandbox";
import { failuresOf, openTestStack, removeTestStack, up } from "./support/stacks";

const NAME = "bad-input";

const edit = (instances: readonly object[], servers?: Servers) =>
  openTestStack(NAME, { "openedx:instances": instances }, servers);
const history = { slug: "history" };
const geography = { slug: "geography" };

/** What the servers hold of the instance that is there, to the version of each object. */
const everything = async () => ({
  objects: await objectVersions("history"),
  databases: await query("SHOW DATABASES LIKE 'campus\\_history%'"),
  users: await query(
    "SELECT User, authentication_string, password_last_changed FROM mysql.user WHERE User LIKE 'campus\\_history%'",
  ),
});

/** A run with everything right makes good what bad input has hindered, and leaves nothing to be done. */
async function expectNothingLost(before: Awaited<ReturnType<typeof everything>>): Promise<void> {
  await up(await edit([history, geography]));
  expect(await everything()).toEqual(before);
  expect(await possessions("geography")).toEqual(WHOLE_INSTANCE);
  const again = await up(await edit([history, geography]));
  expect(Object.keys(again.changes)).toEqual(["same"]);
  await up(await edit([history]));
  expect(await everything()).toEqual(before);
}

beforeAll(async () => {
  await up(await edit([history]));
});
afterAll(async () => removeTestStack(await edit([])));

describe("bad input is named within a minute, and nothing is lost", () => {
  it("a cluster that does not answer", async () => {
    const before = await everything();
    const { servers, directory } = sandbox();
    const { url, kubeconfig } = servers.kubernetes;
    const elsewhere = join(directory, "elsewhere.kubeconfig");
    // Nobody listens on port 1.
    const text = readFileSync(kubeconfig, "utf8").replaceAll(url, "https://127.0.0.1:1");
    writePrivateFile(elsewhere, text);
    const wrong = { ...servers, kubernetes: { url, kubeconfig: elsewhere } };
    const failures = await withinAMinute(() => failuresOf(edit([history, geography], wrong)));
    const reasons = failures.map((failure) => failure.replace(/^\w+ [a-z-]+: /, ""));
    // The engine looks at several objects at a time, so it may have said so of any of them, and of more than one.
    expect([...new Set(reasons)]).toEqual([
      "the Kubernetes API server at https://127.0.0.1:1 cannot be reached (connect ECONNREFUSED 127.0.0.1:1): " +
        "check that the cluster runs and that the kubeconfig has its address and its authority, then run the same command again",
    ]);
    expect(await everything()).toEqual(before);
    await expectNothingLost(before);
  });

  it("a wrong database password", async () => {
    const before = await everything();
    const { servers } = sandbox();
    const { host, port } = servers.mysql;
    const wrong = { ...servers, mysql: { ...servers.mysql, adminPassword: "wrong" } };
    const failures = await withinAMinute(() => failuresOf(edit([history, geography], wrong)));
    expect(failures).toEqual([
      `Database geography-mysql-database: cannot log in to MySQL at ${host}:${port} as "root": ` +
        "Access denied for user 'root'@'127.0.0.1' (using password: YES). " +
        "Check openedx:mysql.adminUser and the secret openedx:mysqlAdminPassword",
    ]);
    expect(await everything()).toEqual(before);
    await expectNothingLost(before);
  });

  it("a wrong stack file, which registers nothing", async () => {
    const before = { ...(await everything()), state: await state() };
    const wrong = [history, { slug: "Geography" }, { slug: "law", host: "law.example" }];
    expect(await withinAMinute(() => failuresOf(edit(wrong)))).toEqual([
      `stacks/Pulumi.${NAME}.yaml: 2 settings need attention:\n` +
        '  openedx:instances[1].slug is "Geography".\n' +
        "    Write a slug of at most 63 lower-case letters, digits and hyphens, starting with a letter, ending with a letter or digit.\n" +
        "  openedx:instances[2].host (law) is no known setting.\n" +
        "    Known here: slug, platformName, hosts, domains, extraHosts, certificates, release, environment, sync, deletionProtection, gitops, storage, databases, smtp, workloads, quota, size, onDeprovisionFailure, redis, rotation.",
    ]);
    expect({ ...(await everything()), state: await state() }).toEqual(before);
    const again = await up(await edit([history]));
    expect(Object.keys(again.changes)).toEqual(["same"]);
  });
});

/** Does something that must not take longer, however busy the machine is: it takes seconds. */
async function withinAMinute<Result>(work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  expect(performance.now() - started).toBeLessThan(60_000);
  return result;
}

/** What the engine has recorded. */
async function state() {
  const exported = await (await edit([history])).exportStack();
  return parseDeployment(exported.deployment).resources;
}
