import { describe, expect, it } from "vitest";
import { program } from "../../components/program";
import type { ProgramSettings } from "../../components/settings";
import { recordOnAws } from "../support/aws";
import { named, runsIn } from "../support/in-cluster";
import { inputsText, record, type Recorded } from "../support/recorder";
import { IN_CLUSTER, sampleInstance, sampleSecrets, sampleSettings } from "../support/settings";

const shards = {
  names: ["campus-2"],
  values: { gitops: { repository: "git@example.org:a/b.git" } },
};
const LOCK = "openedx-shards-are-listed-destroy-them-and-empty-the-list-and-up-first";

const recordWith = (overrides: Partial<ProgramSettings>, instances = [sampleInstance("history")]) =>
  record(() => program(sampleSettings(instances, overrides), sampleSecrets()));

/** A shard of a stack whose servers are reached by workflows. */
const recordShard = () =>
  record(() =>
    program(sampleSettings([sampleInstance("history")], { ...IN_CLUSTER, firstStack: "campus" }), {
      ...sampleSecrets(),
      mysqlAdminPassword: undefined,
      mongodbAdminPassword: undefined,
    }),
  );

const typesOf = (recorded: readonly Recorded[]) =>
  recorded.map(({ qualifiedType }) => qualifiedType);

describe("a shard", () => {
  it("makes instances, and nothing of the platform", async () => {
    const recorded = await recordShard();
    const outside = recorded.filter(
      ({ custom, type, qualifiedType }) =>
        custom &&
        !/^(pulumi:providers|random):/.test(type) &&
        !qualifiedType.startsWith("openedx:instance:OpenEdxInstance"),
    );
    expect(outside.map(({ name }) => name)).toEqual([]);
    expect(typesOf(recorded).filter((type) => /ArgoCd|ArgoWorkflows|:Operator/.test(type))).toEqual(
      [],
    );
  });

  it("runs workflows in the operator namespace of its first stack, by the logins that are there", async () => {
    const recorded = await recordShard();
    expect(
      runsIn(recorded)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      "history-mongodb-access",
      "history-mongodb-database",
      "history-mysql-access",
      "history-mysql-database",
    ]);
    for (const run of runsIn(recorded)) {
      expect(inputsText(run)).toMatch(/"WORKFLOW_NAMESPACE":"openedx-operator"/);
      expect(inputsText(run)).toMatch(/admin-secret[^,]*-admin/);
    }
  });

  it("is the same instance as it would be in the first stack", async () => {
    const own = (recorded: readonly Recorded[]) =>
      recorded
        .filter(({ qualifiedType }) => qualifiedType.startsWith("openedx:instance:"))
        .map((each) => `${each.qualifiedType} ${each.name} ${inputsText(each)}`)
        .sort();
    expect(own(await recordShard())).toEqual(own(await recordWith(IN_CLUSTER)));
  });
});

describe("a first stack", () => {
  it("is kept by a lock while it lists a shard, with all that an up made of it, also without instances", async () => {
    const recorded = await recordWith({ ...IN_CLUSTER, shards }, []);
    const lock = named(recorded, LOCK);
    expect(lock.protect).toBe(true);
    const whole = named(recorded, "whole-stack");
    expect(lock.dependencies).toContain(whole.urn);
    const kept = ["mysql-admin", "mongodb-admin", "operator-binding"].map((name) =>
      named(recorded, name),
    );
    expect(kept.filter(({ urn }) => !whole.dependencies.includes(urn))).toEqual([]);
    expect(named(await recordWith(IN_CLUSTER), LOCK).protect).toBe(false);
  });

  it("keeps its platform where it is, and the kinds of its servers", async () => {
    const recorded = await recordWith({ shards }, []);
    expect(named(recorded, LOCK).inputs["keepers"]).toEqual({
      argocd: "true argocd",
      argoWorkflows: "true argo",
    });
    const pins = recorded.filter(({ name }) => name.endsWith("-see-docs-moving-data"));
    expect(pins.map(({ name, protect }) => [name.split("-")[0], protect]).sort()).toEqual([
      ["cluster", true],
      ["mongodb", true],
      ["mysql", true],
      ["storage", true],
    ]);
  });

  it("tells what it made on AWS as what exists, in one secret", async () => {
    let told: unknown;
    await recordOnAws({}, { shards }, (outputs) => {
      outputs.forShards?.apply((value) => (told = value));
    });
    expect(told).toMatchObject({
      shards: ["campus-2"],
      values: {
        gitops: { repository: "git@example.org:a/b.git" },
        cluster: {
          kind: "existing",
          name: "campus",
          network: { pods: ["10.20.0.0/16"], services: ["172.20.0.0/16"], nodes: ["10.20.0.0/16"] },
        },
        mysql: {
          kind: "external",
          access: "in-cluster",
          host: "mysql-server.rds.amazonaws.com",
          adminUser: "openedx_admin",
          tls: "verify",
          network: { cidrs: ["10.20.192.0/24", "10.20.193.0/24", "10.20.194.0/24"] },
        },
      },
      secrets: { kubeconfig: expect.stringContaining("get-token") as unknown },
    });
  });
});
