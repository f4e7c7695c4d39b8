import { describe, expect, it } from "vitest";
import {
  recordedOnDigitalOcean,
  recordedWithMongodb,
  recordOnDigitalOcean,
} from "../../../support/digitalocean";
import { named } from "../../../support/in-cluster";
import { inputsText, type Recorded } from "../../../support/recorder";

const ofType = (recorded: readonly Recorded[], type: string): readonly Recorded[] => {
  const found = recorded.filter((each) => each.type.startsWith(`digitalocean:index/${type}:`));
  expect(found.length).toBeGreaterThan(0);
  return found;
};

/** What Pulumi puts before a value that is secret. */
const SECRET = '"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270"';

/** The text of what a resource is given, without everything inside a secret mark. */
const clearText = ({ inputs }: Recorded): string =>
  JSON.stringify(inputs, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && JSON.stringify(inner).startsWith(`{${SECRET}`)
      ? "[secret]"
      : inner,
  );

describe("on DigitalOcean", () => {
  it("nobody but the nodes of the cluster reaches the server, and that in its private network", async () => {
    const recorded = await recordedWithMongodb();
    for (const { inputs } of ofType(recorded, "databaseCluster"))
      expect(inputs["privateNetworkUuid"]).toBe("cluster-network-id");
    const firewalls = ofType(recorded, "databaseFirewall");
    const rules = [{ type: "k8s", value: "cluster-control-plane-id" }];
    expect(firewalls.map(({ inputs }) => inputs)).toEqual([
      { clusterId: "mysql-server-id", rules },
      { clusterId: "mongodb-server-id", rules },
    ]);
  });

  it("each server has a firewall: without one it is open to the internet", async () => {
    const recorded = await recordedWithMongodb();
    const guarded = ofType(recorded, "databaseFirewall").map(({ inputs }) => inputs["clusterId"]);
    const servers = ofType(recorded, "databaseCluster").map(({ name }) => `${name}-id`);
    expect(guarded).toEqual(servers);
  });

  it.each([
    ["public", undefined, { enabled: false, allowedAddresses: [] }],
    ["cidrs", ["203.0.113.0/24"], { enabled: true, allowedAddresses: ["203.0.113.0/24"] }],
  ] as const)("the API is %s as the settings say", async (apiAccess, apiCidrs, expected) => {
    const recorded = await recordOnDigitalOcean({ apiAccess, apiCidrs });
    const { inputs } = named(recorded, "cluster-control-plane");
    expect(inputs["controlPlaneFirewall"]).toEqual(expected);
  });

  it("no bucket is public, and no key reaches more than one bucket", async () => {
    const recorded = await recordedOnDigitalOcean();
    const buckets = ofType(recorded, "spacesBucket");
    expect(buckets.filter(({ inputs }) => inputs["acl"] !== "private")).toEqual([]);
    expect(recorded.filter(({ type }) => type.includes("spacesBucketPolicy"))).toEqual([]);
    const names = buckets.map(({ inputs }) => inputs["name"]);
    for (const { inputs } of ofType(recorded, "spacesKey"))
      expect(inputs["grants"]).toEqual([{ bucket: names[0], permission: "readwrite" }]);
    expect(names.length).toBe(1);
  });

  it("no provider has credentials, and the login that the API tells is not kept for long", async () => {
    const recorded = await recordedOnDigitalOcean();
    const clouds = recorded.filter(({ type }) => type === "pulumi:providers:digitalocean");
    expect(clouds.map(({ name }) => name)).toEqual([
      "cluster-digitalocean",
      "storage-digitalocean",
    ]);
    const given = new Set(clouds.flatMap(({ inputs }) => Object.keys(inputs)));
    expect([...given].sort()).toEqual(["apiEndpoint"]);
    const cluster = named(recorded, "cluster-control-plane");
    expect(cluster.inputs).toMatchObject({ kubeconfigExpireSeconds: 300 });
    expect(cluster.secretOutputs).toEqual(["kubeConfigs"]);
  });

  it("what the cloud makes up is nowhere in clear, and only where it is needed", async () => {
    const recorded = await recordedWithMongodb();
    const made =
      /generated-(cluster-control-plane|mysql-server|mongodb-server|id-history|secret-history)|told-/;
    expect(recorded.filter((each) => made.test(clearText(each)))).toEqual([]);
    const holders = recorded.filter((each) => made.test(inputsText(each)));
    expect(holders.map(({ name }) => name).sort()).toEqual(["history-credentials", "mysql-admin"]);
  });

  it("nobody is an administrator of MongoDB, as the provider's users are", async () => {
    const recorded = await recordedWithMongodb();
    expect(recorded.filter(({ type }) => type.includes("databaseUser"))).toEqual([]);
  });

  it("no resource starts with a program or a credential of its own", async () => {
    const recorded = await recordedWithMongodb();
    const cloud = recorded.filter(({ type }) => type.startsWith("digitalocean:"));
    expect(cloud.filter((each) => /userData|token|password/i.test(inputsText(each)))).toEqual([]);
  });
});
