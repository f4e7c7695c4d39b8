import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StackConfig } from "../../sandbox/engine/config";
import { kubectl, mysql } from "./support/clients";
import { awsThings, exampleSettings, openExample } from "./support/example-stack";
import { credential, instanceOf } from "./support/fleet";
import { failuresOf, preview, removeTestStack, up } from "./support/stacks";

const open = (changes: StackConfig = {}): Promise<Stack> =>
  openExample("clouds-aws", "example-aws", changes);

const INSTANCES = [{ slug: "history" }, { slug: "science" }];

/** What an operator writes to take the stack down. */
function unprotected(): StackConfig {
  const settings = exampleSettings("example-aws");
  const open = { deletionProtection: false };
  return {
    "openedx:cluster": Object.assign({}, settings["openedx:cluster"], open),
    "openedx:mysql": Object.assign({}, settings["openedx:mysql"], open),
    "openedx:defaults": Object.assign({}, settings["openedx:defaults"], open),
  };
}

let stack: Stack;
let outputs: unknown;

beforeAll(async () => {
  stack = await open();
  ({ outputs } = await up(stack));
});
afterAll(async () => {
  await up(await open(unprotected()));
  await removeTestStack(stack);
});

describe("stacks/Pulumi.example-aws.yaml", () => {
  it("goes up: databases are made by workflows on its own server of RDS", async () => {
    const { namespace, mysqlDatabase } = instanceOf(outputs, "history");
    expect(await credential(namespace, "MYSQL_HOST")).toMatch(
      /^campus-mysql\.[0-9a-f]{12}\.eu-central-1\.rds\.amazonaws\.com$/,
    );
    const connection = await mysql({
      user: await credential(namespace, "OPENEDX_MYSQL_USERNAME"),
      password: await credential(namespace, "OPENEDX_MYSQL_PASSWORD"),
      database: mysqlDatabase,
    });
    await connection.end();
    expect(await kubectl("get", "storageclass", "gp3", "-o", "name")).toBe(
      "storageclass.storage.k8s.io/gp3\n",
    );
    expect(awsThings()).toContain("aws:eks/cluster:Cluster campus");
  });

  it("changes nothing when run again or previewed", async () => {
    for (const again of [up, preview])
      expect(Object.keys((await again(stack)).changes)).toEqual(["same"]);
  });

  it("gets another instance, and nothing of AWS but its bucket and key changes", async () => {
    const before = awsThings();
    stack = await open({ "openedx:instances": [...INSTANCES, { slug: "arts" }] });
    const { changes, outputs } = await up(stack);
    expect(Object.keys(changes).sort()).toEqual(["create", "same"]);
    expect(instanceOf(outputs, "arts").namespace).toBe("campus-arts");
    expect(awsThings()).toEqual(before);
  });

  it("is not taken down while it is protected", async () => {
    const before = awsThings();
    const failures = await failuresOf(open({ "openedx:instances": [] }));
    expect(failures.join("\n")).toContain("deletionProtection");
    expect(awsThings()).toEqual(before);
  });

  it("goes down to nothing but the server's last snapshot", async () => {
    stack = await open(unprotected());
    await up(stack);
    await removeTestStack(stack);
    expect(awsThings()).toEqual([
      expect.stringMatching(/^aws:rds\/snapshot:Snapshot campus-mysql-final-[0-9a-f]{8}$/),
    ]);
    stack = await open();
  });
});
