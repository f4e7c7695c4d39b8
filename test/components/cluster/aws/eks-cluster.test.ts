import { describe, expect, it } from "vitest";
import { recordedOnAws, recordedWithAtlas, recordOnAws } from "../../../support/aws";
import { named } from "../../../support/in-cluster";
import { allBefore, inputsText, type Recorded } from "../../../support/recorder";
import { ON_AWS } from "../../../support/settings";

const shown = (recorded: readonly Recorded[]) =>
  recorded.map((each) => `${each.qualifiedType} ${each.name} ${inputsText(each)}`).sort();

const ofAws = (recorded: readonly Recorded[]) =>
  recorded.filter(({ type }) => type.startsWith("aws:"));

/** What differs, by name, between the resources of AWS that two settings of the cluster make. */
async function changed(...edit: Parameters<typeof recordOnAws>): Promise<string[]> {
  const before = new Map(ofAws(await recordedOnAws()).map((its) => [its.name, inputsText(its)]));
  const after = new Map(
    ofAws(await recordOnAws(...edit)).map((its) => [its.name, inputsText(its)]),
  );
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}

const { general, burst } = ON_AWS.cluster.nodeGroups;

describe("a cluster on AWS", () => {
  it("is the same in whatever order its lists are written", async () => {
    const { cluster } = ON_AWS;
    const reversed = await recordOnAws({
      availabilityZones: [...cluster.availabilityZones].reverse(),
      apiCidrs: [...cluster.apiCidrs].reverse(),
      admins: [...cluster.admins].reverse(),
      nodeGroups: {
        burst,
        general: { ...general, instanceTypes: [...general.instanceTypes].reverse() },
      },
    });
    expect(shown(reversed)).toEqual(shown(await recordedOnAws()));
  });

  it("leaves the number of nodes to the autoscaler", async () => {
    const groups = (await recordedOnAws()).filter(
      ({ type }) => type === "aws:eks/nodeGroup:NodeGroup",
    );
    expect(groups.map(({ ignoreChanges }) => ignoreChanges)).toEqual([
      ["scalingConfig.desiredSize"],
      ["scalingConfig.desiredSize"],
    ]);
  });

  it.each([
    ["other machines", { instanceTypes: ["m7i.2xlarge"] }, ["cluster-nodes-general"]],
    ["more machines", { max: 20 }, ["cluster-nodes-general"]],
    ["larger disks", { diskGiB: 200 }, ["cluster-nodes-general-template"]],
  ])("with %s in a group changes that group and nothing else", async (_, edit, expected) => {
    const nodeGroups = { burst, general: { ...general, ...edit } };
    expect(await changed({ nodeGroups })).toEqual(expected);
  });

  it("of another version of Kubernetes is the same cluster with the same nodes", async () => {
    expect(await changed({ kubernetesVersion: "1.35" })).toEqual([
      "cluster-control-plane",
      "cluster-nodes-burst",
      "cluster-nodes-general",
    ]);
  });

  it("keeps the gateway of the first zone when there is one for all, and no route table goes", async () => {
    expect(await changed({ natGateways: "one" })).toEqual([
      "cluster-nat-b",
      "cluster-nat-b-address",
      "cluster-nat-c",
      "cluster-nat-c-address",
      "cluster-private-b-way-out",
      "cluster-private-c-way-out",
    ]);
  });

  it("has no firewall where none is wanted, and the controller then takes none", async () => {
    const recorded = await recordOnAws({ waf: undefined });
    expect(recorded.filter(({ type }) => type.startsWith("aws:wafv2"))).toEqual([]);
    const { inputs } = named(recorded, "cluster-load-balancers-release");
    expect(inputs["values"]).toMatchObject({ enableWafv2: false });
  });

  it("is reached by a kubeconfig without credentials, known by its name alone", async () => {
    const provider = named(await recordedOnAws(), "cluster-kubernetes");
    expect(provider.inputs["clusterIdentifier"]).toBe("eks:eu-central-1:campus");
    expect(JSON.parse(String(provider.inputs["kubeconfig"]))).toMatchObject({
      users: [
        {
          user: {
            exec: {
              command: "aws",
              args: [
                ...["eks", "get-token", "--cluster-name", "campus"],
                ...["--region", "eu-central-1", "--output", "json"],
              ],
            },
          },
        },
      ],
    });
  });
});

it("has the identities of the ledger, as a new name means a new network or server", async () => {
  const own = (await recordedWithAtlas()).filter(({ qualifiedType }) =>
    /^openedx:(cluster:EksCluster|data:(RdsMysqlServer|MadeAtlasServer))/.test(qualifiedType),
  );
  const identities = own.map(({ qualifiedType, name }) => `${qualifiedType} ${name}`);
  await expect(`${identities.sort().join("\n")}\n`).toMatchFileSnapshot(
    "../../../ledger/aws-identities.txt",
  );
});

describe("taking down what is on AWS", () => {
  it("ends with nodes, volumes and load balancers only when all that may use them has gone", async () => {
    const recorded = await recordedOnAws();
    const last = [
      "cluster-load-balancers-release",
      "cluster-autoscaler-release",
      "cluster-gp3",
      "cluster-aws-ebs-csi-driver",
      "cluster-nodes-general",
      "cluster-nodes-burst",
      "cluster-admin-111122223333-role-pulumi-rights",
      "cluster-control-plane",
      "cluster-private-a-way-out",
    ].map((name) => named(recorded, name));
    const outer = named(recorded, "cluster-kubernetes");
    const users = recorded.filter(
      ({ type, provider, name }) =>
        type.startsWith("kubernetes:") && provider.startsWith(outer.urn) && name !== "",
    );
    expect(users.length).toBeGreaterThan(25);
    for (const user of users) {
      const before = allBefore(recorded, user);
      expect([user.name, last.filter(({ urn }) => !before.has(urn))]).toEqual([user.name, []]);
    }
  });

  it("takes the server away after every database on it", async () => {
    const recorded = await recordedOnAws();
    const runs = recorded.filter(({ type }) => type === "command:local:Command");
    expect(runs.map(({ name }) => name)).toEqual([
      "history-mysql-database",
      "history-mysql-access",
    ]);
    const server = named(recorded, "mysql-server");
    for (const run of runs) expect(allBefore(recorded, run).has(server.urn)).toBe(true);
  });

  it.each(["cluster", "mysql"])("is refused while the %s is protected", async (server) => {
    const name = `openedx-${server}-is-protected-set-deletionProtection-false-and-up-first`;
    const recorded = await recordedOnAws();
    const closed = named(recorded, name);
    expect(closed.protect).toBe(true);
    const before = allBefore(recorded, closed);
    const unguarded = recorded.filter(
      ({ custom, type, urn }) =>
        custom && !/^(pulumi:providers|random):/.test(type) && !before.has(urn),
    );
    expect(unguarded.map((each) => each.name)).toEqual([]);
  });

  it("is possible when protection is off, on AWS too", async () => {
    const open = { deletionProtection: false };
    const recorded = await recordOnAws(open, { mysql: { ...ON_AWS.mysql, ...open } });
    expect(recorded.filter(({ protect }) => protect)).toEqual([]);
    for (const name of ["cluster-control-plane", "mysql-server"])
      expect(named(recorded, name).inputs).toMatchObject(open);
  });
});
