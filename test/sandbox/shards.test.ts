import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "./support/clients";
import { instanceOf, query } from "./support/fleet";
import { dataOf, IN_CLUSTER_SERVERS, NO_DATA, OPERATOR } from "./support/in-cluster";
import { plan } from "./support/plan";
import { sandbox } from "./support/sandbox";
import { destroy, failuresOf, openTestStack, removeTestStack, up } from "./support/stacks";
import { openStack } from "../../sandbox/engine/stack";

const [FIRST, SHARD] = ["first", "shard"];
const LOCK = "openedx-shards-are-listed-destroy-them-and-empty-the-list-and-up-first";

/** It has no instance of its own, so that nothing but the lock for its shards keeps it. */
const first = (...shards: readonly string[]): Promise<Stack> =>
  openTestStack(FIRST, {
    ...IN_CLUSTER_SERVERS,
    "openedx:shards": shards,
    "openedx:instances": [],
  });

const shard = (): Promise<Stack> =>
  openStack({
    ...sandbox(),
    name: SHARD,
    config: {
      "openedx:cluster": { kind: "stack", stack: FIRST },
      "openedx:instances": [{ slug: "arts" }],
    },
  });

const operatorSecrets = () =>
  kubectl("get", "secrets", "-n", OPERATOR, "-o", "jsonpath={.items[*].metadata.name}");

let stack: Stack;

beforeAll(async () => {
  stack = await first();
  await up(stack);
});
afterAll(() => removeTestStack(stack));

describe("a shard", () => {
  it("is refused until its first stack lists it, and has been run", async () => {
    const failures = await failuresOf(shard());
    expect(failures.join("\n")).toContain(
      `openedx:cluster.stack is "${FIRST}", which tells shards nothing yet.`,
    );
  });

  it("has its instances on the servers of the first stack, and makes nothing twice", async () => {
    await up(await first(SHARD));
    const made = await up(await shard());
    const arts = instanceOf(made.outputs, "arts");
    expect(await dataOf(arts)).toMatchObject({ mysqlDatabases: 1, mysqlUsers: [{ Host: "%" }] });
    expect((await operatorSecrets()).split(" ").sort()).toEqual([
      "arts-mongodb",
      "arts-mysql",
      "mongodb-admin",
      "mysql-admin",
    ]);
    const again = await up(await shard());
    expect(Object.keys(again.changes)).toEqual(["same"]);
  });

  it("keeps its first stack from being taken down", async () => {
    const before = await operatorSecrets();
    await expect(destroy(stack)).rejects.toThrow(LOCK);
    expect(await operatorSecrets()).toBe(before);
    // What is only looked up is looked up anew; nothing is made again.
    expect(await plan(await first(SHARD))).toEqual(["read operator-left-behind"]);
    expect(await query("SHOW DATABASES LIKE 'campus_arts%'")).toHaveLength(1);
  });

  it("goes with all that it has, and leaves the first stack as it was", async () => {
    const its = await shard();
    const { arts } = { arts: instanceOf(await its.outputs(), "arts") };
    await removeTestStack(its);
    expect(await dataOf(arts)).toEqual(NO_DATA);
    expect(await operatorSecrets()).toBe("mongodb-admin mysql-admin");
    const opened = await up(await first());
    expect(Object.keys(opened.changes)).toEqual(["same"]);
  });
});
