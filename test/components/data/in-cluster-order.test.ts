import { describe, expect, it } from "vitest";
import { named, recordInCluster, runsIn } from "../../support/in-cluster";
import { inputsText, reachable, type Recorded } from "../../support/recorder";
import { IN_CLUSTER, sampleSettings } from "../../support/settings";

describe("what is reached from inside the cluster", () => {
  it("takes away the Application, then the login, then the data, and the administrator's Secret last", async () => {
    const recorded = await recordInCluster();
    const dependsOn = (from: string, to: string) =>
      named(recorded, from).dependencies.includes(named(recorded, to).urn);
    for (const server of ["mysql", "mongodb"]) {
      const part = (name: string) => `history-${server}-${name}`;
      expect(dependsOn("history-application", part("access"))).toBe(true);
      expect(dependsOn(part("access"), part("password"))).toBe(true);
      expect(dependsOn(part("database"), `${server}-admin`)).toBe(true);
      expect(dependsOn(part("password"), `${server}-admin`)).toBe(true);
      expect(dependsOn(`${server}-admin`, "operator-binding")).toBe(true);
      expect(dependsOn(`${server}-admin`, "workflow-template-mysql-provision")).toBe(true);
    }
  });

  it("lets every lock depend on all of it", async () => {
    const recorded = await recordInCluster();
    const closed = "history-is-protected-set-deletionProtection-false-and-up-first";
    const reached = reachable(recorded, named(recorded, closed));
    const parts = recorded.filter(
      ({ name, custom, type }) =>
        custom &&
        !type.startsWith("pulumi:providers:") &&
        (/^(operator|mysql|mongodb)-/.test(name) || type === "command:local:Command"),
    );
    expect(parts.length).toBeGreaterThan(14);
    expect(parts.filter(({ urn }) => !reached.has(urn)).map(({ name }) => name)).toEqual([]);
  });
});

describe("the deadline of workflows", () => {
  it("is that of the settings, and no part of any run", async () => {
    const { platform } = sampleSettings([]);
    const argoWorkflows = { ...platform.argoWorkflows, timeoutSeconds: 77 };
    const [before, after] = [
      await recordInCluster(),
      await recordInCluster({ ...IN_CLUSTER, platform: { ...platform, argoWorkflows } }),
    ];
    const template = named(after, "workflow-template-mysql-provision").inputs["spec"];
    expect(template).toMatchObject({ activeDeadlineSeconds: 77 });
    // Whoever empties a bucket by hand is not hurried.
    expect(named(after, "workflow-template-storage-deprovision").inputs["spec"]).toMatchObject({
      activeDeadlineSeconds: 3600,
    });
    expect(runsIn(after).map(inputsText)).toEqual(runsIn(before).map(inputsText));
  });
});

describe("identities with data servers that are reached from inside the cluster", () => {
  it("are those of the ledger, as a new name means a new database", async () => {
    const recorded = await recordInCluster();
    const others = new Set((await recordInCluster({})).map(identity));
    const own = recorded.map(identity).filter((each) => !others.has(each));
    await expect(`${own.sort().join("\n")}\n`).toMatchFileSnapshot(
      "../../ledger/in-cluster-identities.txt",
    );
  });
});

const identity = ({ qualifiedType, name }: Recorded): string => `${qualifiedType} ${name}`;
