import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { derivePassword } from "../../../components/instance/seed";
import { named, recordInCluster, runsIn, SLUGS } from "../../support/in-cluster";
import { inputsText, madeUpSeed, type Recorded } from "../../support/recorder";
import { IN_CLUSTER, sampleInstance, sampleSettings } from "../../support/settings";

const PARTS = ["database", "password", "access"];

const environment = ({ inputs }: Recorded) => inputs["environment"] as Record<string, string>;
const parameters = (run: Recorded): unknown =>
  JSON.parse(environment(run)["WORKFLOW_PARAMETERS"] ?? "");
const password = (slug: string, server: string) =>
  derivePassword(madeUpSeed(`${slug}-seed`), server);

describe("access from inside the cluster", () => {
  it("is three resources for each server, and none of the drivers that reach it directly", async () => {
    const recorded = await recordInCluster();
    const own = recorded.filter(({ name }) => /^history-(mysql|mongodb)-/.test(name));
    expect(own.map(({ name }) => name).sort()).toEqual(
      ["mongodb", "mysql"].flatMap((server) =>
        PARTS.map((part) => `history-${server}-${part}`).sort(),
      ),
    );
    expect(recorded.filter(({ type }) => /^(mysql|mongodbatlas):/.test(type))).toEqual([]);
  });

  it("runs what stands in the checkout, by one short command that never changes", async () => {
    const recorded = await recordInCluster();
    expect(runsIn(recorded).length).toBe(SLUGS.length * 2 * 2);
    for (const { name, inputs, secretOutputs, deletedWith } of runsIn(recorded)) {
      const { create, update, delete: remove, ...rest } = inputs;
      const command = "node cli/workflow-run";
      const isAccess = name.endsWith("-access");
      expect([create, update, remove]).toEqual(
        isAccess ? [command, undefined, undefined] : [undefined, undefined, command],
      );
      expect(Object.keys(rest).sort()).toEqual([
        "addPreviousOutputInEnv",
        "environment",
        "logging",
      ]);
      expect(rest).toMatchObject({ addPreviousOutputInEnv: false, logging: "stderr" });
      expect(secretOutputs).toEqual(["stdout", "stderr"]);
      expect(deletedWith).toBe("");
    }
  });

  it("makes a MySQL database and its user, and takes both away", async () => {
    const recorded = await recordInCluster();
    const [database, access] = ["database", "access"].map((part) =>
      named(recorded, `history-mysql-${part}`),
    ) as [Recorded, Recorded];
    const common = {
      OPENEDX_STACK: "organization/openedx/test",
      OPENEDX_INSTANCE: "history",
      OPENEDX_OWNER: "campus/history",
      OPENEDX_RUN: "history-mysql",
      WORKFLOW_NAMESPACE: "openedx-operator",
      WORKFLOW_SERVICE_ACCOUNT: "openedx-runs",
      WORKFLOW_PARAMETERS: expect.any(String) as string,
    };
    const connection = {
      host: "mysql.data.svc",
      port: "3307",
      "ssl-mode": "VERIFY_IDENTITY",
      "admin-secret": "mysql-admin",
      database: "campus_history_openedx_0a1b2c3d",
      user: "campus_history_0a1b2c3d",
    };
    expect(environment(database)).toEqual({
      ...common,
      WORKFLOW_TEMPLATE: "mysql-deprovision",
      ON_DEPROVISION_FAILURE: "stop",
    });
    expect(parameters(database)).toEqual(connection);
    expect(environment(access)).toEqual({
      ...common,
      WORKFLOW_TEMPLATE: "mysql-provision",
      REVISION: createHash("sha256")
        .update(`revision of ${password("history", "mysql")}`)
        .digest("hex")
        .slice(0, 8),
    });
    expect(parameters(access)).toEqual({ ...connection, "user-secret": "history-mysql" });
  });

  it("makes a MongoDB user for two databases, and takes all of it away", async () => {
    const recorded = await recordInCluster();
    const connection = {
      host: "mongodb.data.svc",
      port: "27018",
      "replica-set": "rs0",
      tls: "true",
      "auth-source": "users",
      "admin-secret": "mongodb-admin",
      database: "campus_history_openedx_0a1b2c3d",
      "forum-database": "campus_history_forum_0a1b2c3d",
      user: "campus_history_0a1b2c3d",
    };
    const [database, access] = ["database", "access"].map((part) =>
      named(recorded, `history-mongodb-${part}`),
    ) as [Recorded, Recorded];
    expect(environment(database)["WORKFLOW_TEMPLATE"]).toBe("mongodb-deprovision");
    expect(parameters(database)).toEqual(connection);
    expect(environment(access)["WORKFLOW_TEMPLATE"]).toBe("mongodb-provision");
    expect(parameters(access)).toEqual({ ...connection, "user-secret": "history-mongodb" });
  });

  it.each([
    [
      "mysql",
      { tls: "skip-verify" as const, caCertificate: undefined },
      { "ssl-mode": "REQUIRED" },
    ],
    ["mysql", { tls: "off" as const, caCertificate: undefined }, { "ssl-mode": "PREFERRED" }],
    [
      "mongodb",
      { tls: "off" as const, replicaSet: undefined, caCertificate: undefined },
      { tls: "false", "replica-set": "" },
    ],
  ] as const)("connects as the settings of %s say: %o", async (server, settings, expected) => {
    const changed = { ...IN_CLUSTER, [server]: { ...IN_CLUSTER[server], ...settings } };
    const recorded = await recordInCluster(changed);
    expect(parameters(named(recorded, `history-${server}-access`))).toMatchObject(expected);
    expect(inputsText(named(recorded, `${server}-admin`))).not.toContain("ca.crt");
  });

  it("has the administrators' logins in the operator namespace alone, and no secret in any run", async () => {
    const recorded = await recordInCluster();
    const admins = ["mysql-admin-secret", "mongodb-admin-secret"];
    const holders = recorded.filter((each) => admins.some((it) => inputsText(each).includes(it)));
    expect(holders.map(({ name }) => name).sort()).toEqual(["mongodb-admin", "mysql-admin"]);
    for (const { inputs } of holders)
      expect(inputs["metadata"]).toMatchObject({
        namespace: "openedx-operator",
        annotations: { "openedx.org/owner": "campus" },
      });
    const passwords = SLUGS.flatMap((slug) =>
      ["mysql", "mongodb"].map((server) => password(slug, server)),
    );
    const leaks = runsIn(recorded).filter((run) =>
      [...admins, ...passwords, "kubeconfig"].some((it) => inputsText(run).includes(it)),
    );
    expect(leaks).toEqual([]);
    expect(named(recorded, "history-mysql-password").inputs).toMatchObject({
      metadata: {
        name: "history-mysql",
        namespace: "openedx-operator",
        labels: { "openedx.org/instance": "history" },
        annotations: { "openedx.org/owner": "campus/history" },
      },
    });
  });

  it("makes no operator namespace where nothing is reached from inside", async () => {
    const recorded = await recordInCluster({});
    expect(recorded.filter(({ name }) => name.startsWith("operator"))).toEqual([]);
    const { mysql, mongodb } = IN_CLUSTER;
    for (const overrides of [{ mysql }, { mongodb }]) {
      const one = await recordInCluster(overrides);
      expect(one.filter(({ type }) => type === "openedx:platform:Operator").length).toBe(1);
      expect(runsIn(one).length).toBe(SLUGS.length * 2);
    }
  });

  it("gives workflows nothing but the right to report", async () => {
    const recorded = await recordInCluster();
    expect(named(recorded, "operator-role").inputs["rules"]).toEqual([
      {
        apiGroups: ["argoproj.io"],
        resources: ["workflowtaskresults"],
        verbs: ["create", "patch"],
      },
    ]);
    const labels = (inputs: Recorded["inputs"]) =>
      (inputs["metadata"] as { labels: Record<string, string> }).labels;
    expect(labels(named(recorded, "operator-namespace").inputs)).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
    });
    const { platform } = sampleSettings([]);
    const argoWorkflows = { ...platform.argoWorkflows, install: false };
    const found = await recordInCluster({
      ...IN_CLUSTER,
      platform: { ...platform, argoWorkflows },
    });
    expect(labels(named(found, "operator-namespace").inputs)).toMatchObject({
      "pod-security.kubernetes.io/enforce": "baseline",
    });
  });

  it("keeps runs' names within what a label holds, however long the slug", async () => {
    const slug = `a${"b".repeat(62)}`;
    const recorded = await recordInCluster(IN_CLUSTER, [sampleInstance(slug)]);
    const names = runsIn(recorded).map((run) => environment(run)["OPENEDX_RUN"] ?? "");
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.length + 6 <= 63)).toBe(true);
  });
});
