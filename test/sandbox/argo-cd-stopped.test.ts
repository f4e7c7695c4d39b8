import { ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startActor, stopActor } from "../../sandbox/actors";
import { EngineError } from "../../sandbox/engine/operations";
import { pollUntil } from "../../sandbox/servers/wait";
import { kubectl, s3 } from "./support/clients";
import { instanceOf, query, type InstanceOutput } from "./support/fleet";
import { sandbox } from "./support/sandbox";
import { openTestStack, removeTestStack, up, sectionWith } from "./support/stacks";

const edit = (...slugs: readonly string[]) =>
  openTestStack("argo-cd-stopped", {
    "openedx:instances": slugs.map((slug) => ({ slug })),
    ...sectionWith("openedx:platform", { argocd: { deletionTimeoutSeconds: 10 } }),
  });

/** What the Application has deployed. */
const DEPLOYED = "deployed-by-argo-cd";

const find = (kind: string, name: string, namespace: string) =>
  kubectl("get", kind, name, `--namespace=${namespace}`, "--ignore-not-found", "-o", "name");

/** What is there of the instance's data, on every server. */
const data = async ({ mysqlDatabase, namespace, bucket }: InstanceOutput) => ({
  rows: await query(`SELECT id FROM \`${mysqlDatabase}\`.grades`),
  users: await query("SELECT User FROM mysql.user WHERE User LIKE 'campus\\_history%'"),
  objects: (await s3().send(new ListObjectVersionsCommand({ Bucket: bucket }))).Versions?.map(
    ({ Key, VersionId }) => [Key, VersionId],
  ),
  secret: await find("secret", "openedx-secrets", namespace),
  namespace: await kubectl("get", "namespace", namespace, "-o", "jsonpath={.status.phase}"),
});

let history: InstanceOutput;

beforeAll(async () => {
  const { outputs } = await up(await edit("history"));
  history = instanceOf(outputs, "history");
  const { namespace, mysqlDatabase, bucket, application } = history;
  await query(`CREATE TABLE \`${mysqlDatabase}\`.grades (id INT)`);
  await query(`INSERT INTO \`${mysqlDatabase}\`.grades VALUES (1)`);
  await s3().send(new PutObjectCommand({ Bucket: bucket, Key: "certificate", Body: "history" }));
  await kubectl("create", "configmap", DEPLOYED, `--namespace=${namespace}`);
  const tracking = `argocd.argoproj.io/tracking-id=${application}:/ConfigMap:${namespace}/${DEPLOYED}`;
  await kubectl("annotate", "configmap", DEPLOYED, `--namespace=${namespace}`, tracking);
});
afterAll(async () => {
  const { directory, servers } = sandbox();
  await startActor(directory, servers);
  await removeTestStack(await edit());
});

describe("a removal while Argo CD stands still", () => {
  it("ends after the stated time and says why, with all data still there", async () => {
    const before = await data(history);
    await stopActor(sandbox().directory);
    const attempt: unknown = await edit()
      .then(up)
      .catch((error: unknown) => error);
    expect(attempt).toBeInstanceOf(EngineError);
    expect(String(attempt)).toContain(
      "Application argocd/history-sandbox: Argo CD has not finished removing what it deployed within 10 seconds. " +
        "Check that Argo CD's application controller runs, then run the same command again",
    );
    expect(await data(history)).toEqual(before);
    expect(before.namespace).toBe("Active");
    expect(await find("configmap", DEPLOYED, history.namespace)).toBe(`configmap/${DEPLOYED}\n`);
  });

  it("goes on where it stood once Argo CD runs, which takes away what it deployed", async () => {
    const { directory, servers } = sandbox();
    await startActor(directory, servers);
    const isGone = async () => (await find("configmap", DEPLOYED, history.namespace)) === "";
    expect(await pollUntil(isGone, 30_000)).toBe(true);
    // It was the cascade that took it, not the end of the namespace.
    expect((await data(history)).namespace).toBe("Active");
  });

  it("is finished by the next run", async () => {
    const { changes } = await up(await edit());
    expect(Object.keys(changes).sort()).toEqual(["delete", "same"]);
    expect(await kubectl("get", "namespace", "history", "--ignore-not-found")).toBe("");
    expect(await query("SHOW DATABASES LIKE 'campus\\_history%'")).toEqual([]);
    expect(await find("application", "history-sandbox", "argocd")).toBe("");
    expect(await find("appproject", "history-sandbox", "argocd")).toBe("");
  });
});
