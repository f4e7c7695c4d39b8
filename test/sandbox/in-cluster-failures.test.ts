import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Servers } from "../../sandbox/contract";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { kubectl } from "./support/clients";
import { withFaults } from "./support/faults";
import { instanceOf, objectVersions, type InstanceOutput } from "./support/fleet";
import {
  dataOf,
  NO_DATA,
  OPERATOR,
  openInCluster,
  templatesRun,
  withWrongPassword,
} from "./support/in-cluster";
import { sandbox } from "./support/sandbox";
import { failuresOf, preview, removeTestStack, up } from "./support/stacks";
import { bucketExists } from "./support/storage-templates";

const NAME = "in-cluster-failures";
const history = { slug: "history" };
const science = { slug: "science" };
const lenient = { ...science, onDeprovisionFailure: "continue" };

const edit = (instances: readonly object[], servers?: Servers): Promise<Stack> =>
  openInCluster(NAME, instances, { servers });

let outputs: unknown;
const scienceData = (): InstanceOutput => instanceOf(outputs, "science");
const namespaceOf = (slug: string): Promise<string> =>
  kubectl("get", "namespace", slug, "--ignore-not-found", "-o", "name");

beforeAll(async () => {
  await up(await edit([history]));
});
afterAll(async () => removeTestStack(await edit([])));

describe("a provision that fails", () => {
  it("tells what the last step said and what to do, touches nobody else, and is made good by the next up", async () => {
    const before = await objectVersions("history");
    const [failure = "", ...others] = await failuresOf(
      edit([history, science], withWrongPassword()),
    );
    expect(others).toEqual([]);
    const lines = failure.split("\n");
    expect(lines).toEqual([
      'Command science-mysql-access: exit status 1: running "node cli/workflow-run":',
      expect.stringMatching(
        /^science-mysql: submitted the workflow science-mysql-\w{5} \(mysql-provision\)$/,
      ),
      expect.stringMatching(
        /^The workflow openedx-operator\/science-mysql-\w{5} \(mysql-provision\) failed after \d+ s: retryStrategy.expression evaluated to false$/,
      ),
      "Its last step ended with exit code 77:",
      "  mysql-provision: ERROR 1045 (28000): Access denied for user 'root'@'127.0.0.1' (using password: YES)",
      "Put right what is named and run `pulumi up` again: the workflow is run again, and keeps what is there.",
      expect.stringMatching(
        /^Its logs: kubectl logs -n openedx-operator -l workflows.argoproj.io\/workflow=science-mysql-\w{5} -c main --tail=-1$/,
      ),
    ]);
    expect(await objectVersions("history")).toEqual(before);
    ({ outputs } = await up(await edit([history, science])));
    expect(await dataOf(scienceData())).toMatchObject({
      mysqlDatabases: 1,
      mongodbRoles: expect.any(Array) as unknown,
    });
    expect(await objectVersions("history")).toEqual(before);
  });
});

/** All that an instance has where data is. */
const allDataOf = async (instance: InstanceOutput) => ({
  ...(await dataOf(instance)),
  bucket: await bucketExists(instance.bucket),
});

describe("a way in that cannot be taken away", () => {
  it("stops the removal before the first of the data goes, on whatever server", async () => {
    const before = await allDataOf(scienceData());
    expect(before).toMatchObject({ mysqlDatabases: 1, bucket: true });
    const stuck = {
      when: "before delete",
      type: "aws:iam/userPolicy:UserPolicy",
      name: "science-storage-policy",
      do: "fail",
      message: "the storage does not answer",
    } as const;
    const failures = await withFaults([stuck], () => failuresOf(edit([history])));
    expect(failures.join("\n")).toContain("the storage does not answer");
    expect(await templatesRun("science")).not.toContain("mysql-deprovision");
    expect(await allDataOf(scienceData())).toEqual(before);
  });
});

describe("a deprovision that fails", () => {
  it("stops the removal of all other data, says so, and is finished by the next up", async () => {
    const before = await allDataOf(scienceData());
    const [failure = ""] = await failuresOf(edit([history], withWrongPassword()));
    expect(failure).toContain('Command science-mysql-database: exit status 1: running "node');
    expect(failure).toContain("  mysql-deprovision: ERROR 1045 (28000): Access denied");
    expect(failure).toContain(
      "Put right what is named and run `pulumi up` again. Until this succeeds, all that is left of science stays. " +
        "Where it never can, as the server is gone: docs/troubleshooting.md#deprovisioning-that-cannot-succeed",
    );
    expect(await namespaceOf("science")).toBe("namespace/science\n");
    expect(await templatesRun("science")).not.toContain("mongodb-deprovision");
    expect(await allDataOf(scienceData())).toEqual(before);
    const finished = await up(await edit([history]));
    expect(Object.keys(finished.changes).sort()).toEqual(["delete", "same", "update"]);
    expect(await allDataOf(scienceData())).toEqual({ ...NO_DATA, bucket: false });
    expect(await namespaceOf("science")).toBe("");
  });
});

describe("a removal that goes on after a failure", () => {
  it("is allowed by an up that asks nothing of the server, and warns", async () => {
    ({ outputs } = await up(await edit([history, science])));
    const runs = await templatesRun("science");
    const allowed = await up(await edit([history, lenient], withWrongPassword()));
    expect(Object.keys(allowed.changes).sort()).toEqual(["same", "update"]);
    expect(allowed.output).toContain(
      "warning: onDeprovisionFailure is continue: what a workflow cannot take away from a data server is left behind",
    );
    expect(await templatesRun("science")).toEqual(runs);
  });

  it("takes away all else, and says and notes what is left", async () => {
    const { mysqlDatabase } = scienceData();
    const user = mysqlDatabase.replace("_openedx_", "_");
    const { host, port } = sandbox().servers.mysql;
    const left = `database ${mysqlDatabase}, user ${user} on ${host}:${port}`;
    const removed = await up(await edit([history], withWrongPassword()));
    expect(removed.output).toContain(
      `science-mysql: left behind, as onDeprovisionFailure is continue: ${left}`,
    );
    expect(await namespaceOf("science")).toBe("");
    expect(await dataOf(scienceData())).toEqual({
      ...NO_DATA,
      mysqlDatabases: 1,
      mysqlUsers: [{ Host: "%" }],
    });
    const { output } = await preview(await edit([history]));
    expect(output).toContain("warning: Removed instances have left data behind;");
    expect(output).toMatch(new RegExp(`^ +\\d{4}-\\d\\d-\\d\\d ${left}$`, "m"));
  });

  it("is forgotten once the rest was dropped by hand, as the page says, and the note taken away", async () => {
    const stack = await edit([history]);
    await up(stack);
    await submitByHand(scienceData().mysqlDatabase);
    expect(await dataOf(scienceData())).toEqual(NO_DATA);
    const { output } = await preview(stack);
    const [, command = ""] = /once it is gone: kubectl (.*)$/m.exec(output) ?? [];
    await kubectl(...command.trim().split(" "));
    expect((await preview(stack)).output).not.toContain("left data behind");
    // The namespace is read anew, and nothing is changed.
    expect(Object.keys((await up(stack)).changes).sort()).toEqual(["read", "same"]);
  });
});

/** Submits the workflow of docs/troubleshooting.md, with this sandbox's address and names in it, and waits for its end. */
async function submitByHand(database: string): Promise<void> {
  const page = readFileSync(join(PROJECT_ROOT, "docs", "troubleshooting.md"), "utf8");
  const workflow = /```yaml\n(apiVersion: argoproj[^]*?)```/.exec(page)?.[1] ?? "";
  const { host, port } = sandbox().servers.mysql;
  const parameters = `{ name: host, value: ${host} }\n      - { name: port, value: "${port}" }\n      - { name: ssl-mode, value: PREFERRED }`;
  const text = workflow
    .replace("{ name: host, value: mysql.example.org }", parameters)
    .replaceAll("campus_history_openedx_3f9a1c02", database)
    .replaceAll("campus_history_3f9a1c02", database.replace("_openedx_", "_"));
  const file = join(sandbox().directory, "by-hand.yaml");
  writeFileSync(file, text);
  const created = await kubectl("create", "-n", OPERATOR, "-f", file, "-o", "name");
  const succeeded = "--for=jsonpath={.status.phase}=Succeeded";
  await kubectl("wait", "-n", OPERATOR, created.trim(), succeeded, "--timeout=60s");
}
