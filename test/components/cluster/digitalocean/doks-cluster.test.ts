import { describe, expect, it } from "vitest";
import {
  recordedOnDigitalOcean,
  recordedWithMongodb,
  recordOnDigitalOcean,
} from "../../../support/digitalocean";
import { named, runsIn } from "../../../support/in-cluster";
import { allBefore, inputsText, type Recorded } from "../../../support/recorder";
import { ON_DIGITALOCEAN } from "../../../support/settings";

const shown = (recorded: readonly Recorded[]) =>
  recorded.map((each) => `${each.qualifiedType} ${each.name} ${inputsText(each)}`).sort();

const ofCloud = (recorded: readonly Recorded[]) =>
  recorded.filter(({ type }) => type.startsWith("digitalocean:"));

/** What differs, by name, between the resources of DigitalOcean that two settings of the cluster make. */
async function changed(...edit: Parameters<typeof recordOnDigitalOcean>): Promise<string[]> {
  const [before, after] = [await recordedOnDigitalOcean(), await recordOnDigitalOcean(...edit)].map(
    (recorded) => new Map(ofCloud(recorded).map((its) => [its.name, inputsText(its)])),
  );
  const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...names].filter((name) => before?.get(name) !== after?.get(name)).sort();
}

const { general, fixed } = ON_DIGITALOCEAN.cluster.pools;

describe("a cluster on DigitalOcean", () => {
  it("is made as the settings say, in a network of its own", async () => {
    const recorded = await recordedOnDigitalOcean();
    expect(named(recorded, "cluster-network").inputs).toEqual({
      name: "campus-network",
      region: "nyc3",
      ipRange: "10.30.0.0/20",
    });
    expect(named(recorded, "cluster-control-plane").inputs).toEqual({
      name: "campus",
      region: "nyc3",
      version: "1.34.1-do.1",
      vpcUuid: "cluster-network-id",
      clusterSubnet: "10.32.0.0/16",
      serviceSubnet: "10.33.0.0/19",
      ha: true,
      autoUpgrade: false,
      surgeUpgrade: true,
      maintenancePolicy: { day: "sunday", startTime: "02:00" },
      controlPlaneFirewall: {
        enabled: true,
        allowedAddresses: ["198.51.100.0/24", "203.0.113.0/24"],
      },
      nodePool: { name: "base", size: "s-2vcpu-4gb", nodeCount: 2, autoScale: false },
      kubeconfigExpireSeconds: 300,
      destroyAllAssociatedResources: true,
    });
  });

  it("has a pool for each that is named, and leaves the number of nodes to the autoscaler", async () => {
    const recorded = await recordedOnDigitalOcean();
    const own = { clusterId: "cluster-control-plane-id" };
    const [scaled, steady] = ["general", "fixed"].map((pool) =>
      named(recorded, `cluster-nodes-${pool}`),
    );
    expect(scaled?.inputs).toEqual({
      ...own,
      size: "s-4vcpu-8gb",
      labels: { "openedx.org/node-pool": "general" },
      autoScale: true,
      minNodes: 2,
      maxNodes: 6,
    });
    expect(steady?.inputs).toEqual({
      ...own,
      size: "m-2vcpu-16gb",
      labels: { "openedx.org/node-pool": "fixed" },
      autoScale: false,
      nodeCount: 3,
    });
    expect([scaled?.ignoreChanges, steady?.ignoreChanges]).toEqual([["nodeCount"], []]);
  });

  it("is the same in whatever order its lists are written", async () => {
    const reversed = await recordOnDigitalOcean({
      apiCidrs: [...ON_DIGITALOCEAN.cluster.apiCidrs].reverse(),
      pools: { fixed, general },
    });
    expect(shown(reversed)).toEqual(shown(await recordedOnDigitalOcean()));
  });

  it.each([
    ["other machines", { general: { ...general, size: "s-8vcpu-16gb" }, fixed }, ["general"]],
    ["more machines", { general: { ...general, max: 9 }, fixed }, ["general"]],
    ["a pool less", { fixed }, ["general"]],
    ["a pool more", { general, fixed, late: general }, ["late"]],
  ])("with %s changes that pool and nothing else", async (_, pools, expected) => {
    expect(await changed({ pools })).toEqual(expected.map((pool) => `cluster-nodes-${pool}`));
  });

  it.each([
    ["another version", { kubernetesVersion: "1.35.0-do.0" }],
    ["another window", { maintenance: { day: "any", startTime: "23:00" } }],
    ["more base nodes", { baseNodes: 3 }],
    ["an open API", { apiAccess: "public", apiCidrs: undefined }],
  ] as const)("of %s changes the control plane alone", async (_, edit) => {
    expect(await changed(edit)).toEqual(["cluster-control-plane"]);
  });

  it("follows the version of the file, unless DigitalOcean upgrades it by itself", async () => {
    const ignored = async (autoUpgrade: boolean) =>
      named(await recordOnDigitalOcean({ autoUpgrade }), "cluster-control-plane").ignoreChanges;
    expect([await ignored(false), await ignored(true)]).toEqual([[], ["version"]]);
  });

  it("is reached by a kubeconfig without a login, known by its id", async () => {
    const provider = named(await recordedOnDigitalOcean(), "cluster-kubernetes");
    expect(provider.inputs["clusterIdentifier"]).toBe("cluster-control-plane-id");
    const kubeconfig = String(provider.inputs["kubeconfig"]);
    expect(kubeconfig).not.toContain("generated-cluster-control-plane");
    expect(JSON.parse(kubeconfig)).toMatchObject({
      clusters: [
        {
          cluster: {
            server: "https://cluster-control-plane.k8s.ondigitalocean.com",
            "certificate-authority-data": "Y2VydGlmaWNhdGU=",
          },
        },
      ],
      users: [
        {
          user: {
            exec: {
              command: "doctl",
              args: [
                ...["kubernetes", "cluster", "kubeconfig", "exec-credential"],
                ...["--version=v1beta1", "cluster-control-plane-id"],
              ],
            },
          },
        },
      ],
    });
  });

  it.each([
    ["production", "Production"],
    ["staging", "Staging"],
    ["test", "Development"],
  ])("of %s is in a project for %s", async (environment, expected) => {
    const recorded = await recordOnDigitalOcean({ environment });
    expect(named(recorded, "cluster-project").inputs).toEqual({
      name: "campus",
      description: "Open edX on the cluster campus",
      purpose: "Service or API",
      environment: expected,
    });
    expect(named(recorded, "cluster-in-project").inputs).toEqual({
      project: "cluster-project-id",
      resources: ["do:kubernetes:cluster-control-plane"],
    });
  });

  it("is where instances may not go: its pods, Services, nodes and data servers", async () => {
    const fence = inputsText(named(await recordedOnDigitalOcean(), "history-network-fence"));
    for (const cidr of ["10.30.0.0/20", "10.32.0.0/16", "10.33.0.0/19"])
      expect(fence).toContain(cidr);
  });
});

it("has the identities of the ledger, as a new name means a new network or server", async () => {
  const own = (await recordedWithMongodb()).filter(({ qualifiedType }) =>
    /^openedx:(cluster:DoksCluster|data:(DigitalOcean(Mysql|Mongo)Server|SpacesStorage))|\$(digitalocean|command):/.test(
      qualifiedType,
    ),
  );
  const identities = own.map(({ qualifiedType, name }) => `${qualifiedType} ${name}`);
  await expect(`${identities.sort().join("\n")}\n`).toMatchFileSnapshot(
    "../../../ledger/digitalocean-identities.txt",
  );
});

describe("taking down what is on DigitalOcean", () => {
  it("ends with nodes and control plane only when all that may use them has gone", async () => {
    const recorded = await recordedOnDigitalOcean();
    const last = [
      "cluster-nodes-general",
      "cluster-nodes-fixed",
      "cluster-control-plane",
      "cluster-network",
    ].map((name) => named(recorded, name));
    const users = recorded.filter(
      ({ type, custom }) => custom && type.startsWith("kubernetes:") && !type.includes("Provider"),
    );
    expect(users.length).toBeGreaterThan(20);
    for (const user of users) {
      const before = allBefore(recorded, user);
      expect([user.name, last.filter(({ urn }) => !before.has(urn))]).toEqual([user.name, []]);
    }
  });

  it("takes the server away after every database on it", async () => {
    const recorded = await recordedOnDigitalOcean();
    const server = named(recorded, "mysql-server");
    expect(runsIn(recorded).map(({ name }) => name)).toEqual([
      "history-mysql-database",
      "history-mysql-access",
    ]);
    for (const run of runsIn(recorded)) expect(allBefore(recorded, run).has(server.urn)).toBe(true);
  });

  it.each(["cluster", "mysql"])("is refused while the %s is protected", async (server) => {
    const recorded = await recordedOnDigitalOcean();
    const name = `openedx-${server}-is-protected-set-deletionProtection-false-and-up-first`;
    const closed = named(recorded, name);
    expect(closed.protect).toBe(true);
    const before = allBefore(recorded, closed);
    const unguarded = recorded.filter(
      ({ custom, type, urn }) =>
        custom && !/^(pulumi:providers|random):/.test(type) && !before.has(urn),
    );
    expect(unguarded.map((each) => each.name)).toEqual([]);
  });

  it.each(["cluster-control-plane", "mysql-server"])(
    "and so is an edit that would make another one in the place of %s",
    async (name) => {
      expect(named(await recordedOnDigitalOcean(), name).protect).toBe(true);
    },
  );

  it("is possible when protection is off", async () => {
    const open = { deletionProtection: false };
    const recorded = await recordOnDigitalOcean(open, {
      mysql: { ...ON_DIGITALOCEAN.mysql, ...open },
    });
    expect(recorded.filter(({ protect }) => protect)).toEqual([]);
  });
});
