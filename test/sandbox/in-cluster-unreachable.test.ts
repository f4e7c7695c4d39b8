import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instanceOf, objectVersions, type InstanceOutput } from "./support/fleet";
import { dataOf, NO_DATA, openInCluster } from "./support/in-cluster";
import { type Relay, relayTo, silentServer } from "./support/relay";
import { sandbox } from "./support/sandbox";
import { failuresOf, removeTestStack, sectionWith, up } from "./support/stacks";

const NAME = "in-cluster-unreachable";
const DEADLINE = 20;

let relay: Relay;
let history: InstanceOutput;

/** With MySQL behind a port where it may be down or hang, and little time. */
const edit = (...slugs: readonly string[]): Promise<Stack> => {
  const { servers } = sandbox();
  return openInCluster(
    NAME,
    slugs.map((slug) => ({ slug })),
    {
      changes: sectionWith("openedx:platform", { argoWorkflows: { timeoutSeconds: DEADLINE } }),
      servers: { ...servers, mysql: { ...servers.mysql, port: relay.port } },
    },
  );
};

beforeAll(async () => {
  relay = await relayTo(sandbox().servers.mysql);
});
afterAll(async () => {
  await relay.close();
  await relay.open();
  await removeTestStack(await edit());
  await relay.close();
});

/** A message of the engine, without what differs from run to run. */
const lines = (failure = ""): readonly string[] =>
  failure
    .replace(/(history-mysql)-\w{5}\b/g, "$1-xxxxx")
    .replace(/after \d+ s: retry exceeded workflow deadline .*/, "after DEADLINE")
    .split("\n");

const LOGS =
  "Its logs: kubectl logs -n openedx-operator -l workflows.argoproj.io/workflow=history-mysql-xxxxx -c main --tail=-1";

describe("a MySQL server that hangs", () => {
  it("is given up at the deadline, told by what was said before it, and made good by the next up", async () => {
    const silent = await silentServer(relay.port);
    const [failure, ...others] = await failuresOf(edit("history")).finally(() => silent.close());
    expect(others).toEqual([]);
    expect(lines(failure)).toEqual([
      'Command history-mysql-access: exit status 1: running "node cli/workflow-run":',
      "history-mysql: submitted the workflow history-mysql-xxxxx (mysql-provision)",
      "The workflow openedx-operator/history-mysql-xxxxx (mysql-provision) failed after DEADLINE",
      "Its last step says:",
      "  Step exceeded its deadline",
      "A step before it ended with exit code 75:",
      "  mysql-provision: ERROR 2013 (HY000): Lost connection to MySQL server at " +
        "'waiting for initial communication packet', system error: 110",
      "Put right what is named and run `pulumi up` again: the workflow is run again, and keeps what is there.",
      LOGS,
    ]);
    await relay.open();
    const { outputs } = await up(await edit("history"));
    history = instanceOf(outputs, "history");
    expect(await dataOf(history)).toMatchObject({ mysqlDatabases: 1, mysqlUsers: [{ Host: "%" }] });
  });
});

describe("a MySQL server that is down", () => {
  it("stops a removal, which leaves the namespace with its fences, until it is back", async () => {
    await relay.close();
    const before = await objectVersions("history");
    const [failure, ...others] = await failuresOf(edit());
    expect(others).toEqual([]);
    expect(lines(failure)).toEqual([
      'Command history-mysql-database: exit status 1: running "node cli/workflow-run":',
      "history-mysql: submitted the workflow history-mysql-xxxxx (mysql-deprovision)",
      "The workflow openedx-operator/history-mysql-xxxxx (mysql-deprovision) failed after DEADLINE",
      "Its last step ended with exit code 75:",
      `  mysql-deprovision: ERROR 2003 (HY000): Can't connect to MySQL server on '127.0.0.1:${relay.port}' (111)`,
      "Put right what is named and run `pulumi up` again. Until this succeeds, all that is left of history stays. " +
        "Where it never can, as the server is gone: docs/troubleshooting.md#deprovisioning-that-cannot-succeed",
      LOGS,
    ]);
    expect(await dataOf(history)).toMatchObject({ mysqlDatabases: 1, mysqlUsers: [{ Host: "%" }] });
    const kept = Object.entries(before).filter(([object]) => / \/history$| history\//.test(object));
    expect(kept.length).toBeGreaterThan(8);
    expect(await objectVersions("history")).toMatchObject(Object.fromEntries(kept));

    await relay.open();
    await up(await edit());
    expect(await dataOf(history)).toEqual(NO_DATA);
    expect(await objectVersions("history")).toEqual({});
    await relay.close();
  });
});
