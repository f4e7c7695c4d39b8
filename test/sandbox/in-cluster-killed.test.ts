import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NAME as RUNNER, startRunner } from "../../sandbox/actors/workflows";
import { stopProcess } from "../../sandbox/servers/process";
import { pollUntil } from "../../sandbox/servers/wait";
import { kubectl } from "./support/clients";
import { credential, instanceOf, query } from "./support/fleet";
import { dataOf, NO_DATA, OPERATOR, openInCluster, workflowsOf } from "./support/in-cluster";
import { killUp } from "./support/killed-up";
import { pulumi } from "./support/pulumi-command";
import { sandbox } from "./support/sandbox";
import { pendingOperations, recover, removeTestStack, up } from "./support/stacks";

const NAME = "in-cluster-killed";
const edit = (...slugs: readonly string[]): Promise<Stack> =>
  openInCluster(
    NAME,
    slugs.map((slug) => ({ slug })),
  );

/** As when Argo's controller is down: workflows are there, and nobody runs them. */
const stopArgo = () => stopProcess(sandbox().directory, RUNNER);
const startArgo = () => startRunner(sandbox().directory, sandbox().servers, sandbox().tools);

async function untilSubmitted(slug: string, count: number): Promise<void> {
  const there = async () => (await workflowsOf(slug)).length >= count;
  if (!(await pollUntil(there, 120_000))) throw new Error(`no ${count} workflows of ${slug}`);
}

const short = (urns: readonly string[]) => urns.map((urn) => urn.split("::").at(-1)).sort();

beforeAll(async () => {
  await up(await edit());
});
afterAll(async () => {
  await startArgo();
  await removeTestStack(await edit());
});

describe("an up that is killed while workflows wait to be run", () => {
  it("is finished by the next one, which runs none beside those that are left", async () => {
    const stack = await edit("history");
    await stopArgo();
    await killUp(NAME, () => untilSubmitted("history", 2));
    // The key of the bucket may be under way beside them.
    expect(short(await pendingOperations(stack))).toEqual(
      expect.arrayContaining(["history-mongodb-access", "history-mysql-access"]),
    );
    const lines = await recover(stack);
    expect(lines).toContain(
      "  to be made by the next run: command:local:Command history-mysql-access",
    );
    expect(await pendingOperations(stack)).toEqual([]);

    const left = (await workflowsOf("history")).map(({ name }) => name);
    const again = pulumi(NAME, "up", "--yes", "--skip-preview");
    const waits = left.map(
      (name) => `waiting for the workflow ${name}, which an earlier run has left`,
    );
    await pollUntil(() => waits.every((line) => again.printed().includes(line)), 60_000);
    expect((await workflowsOf("history")).map(({ name }) => name)).toEqual(left);
    await startArgo();
    const { code, output } = await again.ended;
    expect(code, output).toBe(0);
    for (const line of waits) expect(output).toContain(line);
    for (const server of ["mysql", "mongodb"]) {
      const [first, second, ...others] = (await workflowsOf("history"))
        .filter(({ template }) => template === `${server}-provision`)
        .sort((a, b) => Number(a.startedAt) - Number(b.startedAt));
      expect(others).toEqual([]);
      expect([first?.phase, second?.phase]).toEqual(["Succeeded", "Succeeded"]);
      expect(Number(second?.startedAt)).toBeGreaterThanOrEqual(Number(first?.finishedAt));
    }
    expect(Object.keys((await up(stack)).changes)).toEqual(["same"]);
    expect(await credential("history", "OPENEDX_MYSQL_PASSWORD")).toMatch(/^[0-9a-f]{48}$/);
  });

  it("leaves nothing behind if the instance is given up instead", async () => {
    await stopArgo();
    const stack = await edit("history", "science");
    await killUp(NAME, () => untilSubmitted("science", 2));
    await recover(stack);
    await startArgo();
    // The workflows go on by themselves, so databases and users come to be that the state has never heard of.
    const made = () => query("SHOW DATABASES LIKE 'campus\\_science%'");
    expect(await pollUntil(async () => (await made()).length === 1, 60_000)).toBe(true);
    await up(await edit("history"));
    expect(await made()).toEqual([]);
    expect(await query("SELECT User FROM mysql.user WHERE User LIKE 'campus\\_science%'")).toEqual(
      [],
    );
    expect(await kubectl("get", "namespace", "science", "--ignore-not-found")).toBe("");
  });
});

describe("a removal that is killed while its workflows wait to be run", () => {
  it("is finished by the next one", async () => {
    const history = instanceOf((await up(await edit("history"))).outputs, "history");
    const before = (await workflowsOf("history")).length;
    await stopArgo();
    const stack = await edit();
    // Data goes one by one, so the first workflow keeps the second from being submitted.
    await killUp(NAME, () => untilSubmitted("history", before + 1));
    await recover(stack);
    expect(await kubectl("get", "namespace", "history", "-o", "name")).toBe("namespace/history\n");
    await startArgo();
    await up(stack);
    expect(await dataOf(history)).toEqual(NO_DATA);
    expect(await kubectl("get", "namespace", "history", "--ignore-not-found")).toBe("");
    expect(await kubectl("get", "secrets", "-n", OPERATOR, "-o", "name")).toBe(
      "secret/mongodb-admin\nsecret/mysql-admin\n",
    );
  });
});
