import { describe, expect, it } from "vitest";
import { addressThrough } from "../../../components/data/mongodb/atlas-made";
import type { ProgramOutputs } from "../../../components/program";
import { recordedWithAtlas, recordOnAws } from "../../support/aws";
import { named } from "../../support/in-cluster";
import { inputsText, reachable, type Recorded } from "../../support/recorder";
import { MADE_ON_ATLAS } from "../../support/settings";

const PROJECT = MADE_ON_ATLAS.projectId;
const LOCK = "openedx-mongodb-is-protected-set-deletionProtection-false-and-up-first";

describe("a cluster on Atlas that the stack makes", () => {
  it("is in the region of the cluster, with backups, and keeps its snapshots at its end", async () => {
    const recorded = await recordedWithAtlas();
    expect(named(recorded, "mongodb-server").inputs).toEqual({
      projectId: PROJECT,
      name: "campus-mongodb",
      clusterType: "REPLICASET",
      mongoDbMajorVersion: "7.0",
      replicationSpecs: [
        {
          regionConfigs: [
            {
              providerName: "AWS",
              regionName: "EU_CENTRAL_1",
              priority: 7,
              electableSpecs: { instanceSize: "M30", nodeCount: 3 },
              autoScaling: { diskGbEnabled: true, computeEnabled: false },
            },
          ],
        },
      ],
      backupEnabled: true,
      terminationProtectionEnabled: true,
      retainBackupsEnabled: true,
    });
    expect(named(recorded, "mongodb-backups").inputs).toEqual({
      projectId: PROJECT,
      clusterName: "campus-mongodb",
      policyItemHourly: { frequencyInterval: 6, retentionUnit: "days", retentionValue: 2 },
      policyItemDaily: { frequencyInterval: 1, retentionUnit: "days", retentionValue: 35 },
    });
  });

  it("is reached by an endpoint in the network, which is there before it", async () => {
    const recorded = await recordedWithAtlas();
    expect(named(recorded, "mongodb-endpoint-service").inputs).toEqual({
      projectId: PROJECT,
      providerName: "AWS",
      region: "EU_CENTRAL_1",
    });
    expect(named(recorded, "mongodb-endpoint").inputs).toEqual({
      vpcId: "cluster-vpc-id",
      serviceName: "com.amazonaws.vpce.eu-central-1.mongodb-endpoint-service",
      vpcEndpointType: "Interface",
      subnetIds: ["a", "b", "c"].map((letter) => `cluster-database-${letter}-id`),
      securityGroupIds: ["mongodb-access-id"],
    });
    const link = named(recorded, "mongodb-endpoint-link");
    expect(link.inputs).toEqual({
      projectId: PROJECT,
      privateLinkId: "mongodb-endpoint-service-private-link",
      endpointServiceId: "mongodb-endpoint-id",
      providerName: "AWS",
    });
    expect(named(recorded, "mongodb-server").dependencies).toContain(link.urn);
  });

  it("is where pods may go: the database subnets, and no node or other pod", async () => {
    const fence = inputsText(named(await recordedWithAtlas(), "history-network-fence"));
    const to = ["192", "193", "194"]
      .map((part) => `{"ipBlock":{"cidr":"10.20.${part}.0/24"}}`)
      .join(",");
    expect(fence).toContain(
      `{"ports":[{"endPort":65535,"port":1024,"protocol":"TCP"}],"to":[${to}]}`,
    );
  });

  it("gives each instance one user of this cluster, with its two databases and no other", async () => {
    const recorded = await recordedWithAtlas();
    const user = named(recorded, "history-mongodb-user");
    expect(user.inputs).toMatchObject({
      projectId: PROJECT,
      scopes: [{ name: "campus-mongodb", type: "CLUSTER" }],
      roles: ["campus_history_openedx_0a1b2c3d", "campus_history_forum_0a1b2c3d"].map(
        (databaseName) => ({ roleName: "readWrite", databaseName }),
      ),
    });
    expect(reachable(recorded, user)).toContain(named(recorded, "mongodb-server").urn);
    expect(recorded.filter((each) => inputsText(each).includes("AnyDatabase"))).toEqual([]);
  });

  it("is kept from deletion by Atlas, by the engine, and by a lock, as its setting says", async () => {
    const protection = (recorded: readonly Recorded[]) => [
      named(recorded, "mongodb-server").inputs["terminationProtectionEnabled"],
      ...["mongodb-server", LOCK].map((name) => named(recorded, name).protect),
    ];
    const open = { ...MADE_ON_ATLAS, deletionProtection: false };
    expect(protection(await recordedWithAtlas())).toEqual([true, true, true]);
    expect(protection(await recordOnAws({}, { mongodb: open }))).toEqual([false, false, false]);
  });

  it("is told to shards as one that exists, by the address that leads through the endpoint", async () => {
    let told: unknown;
    const shards = { names: ["campus-2"], values: {} };
    const look = ({ forShards }: ProgramOutputs) => forShards?.apply((value) => (told = value));
    await recordOnAws({}, { mongodb: MADE_ON_ATLAS, shards }, look);
    expect(told).toMatchObject({
      values: {
        mongodb: {
          kind: "atlas",
          projectId: PROJECT,
          clusterName: "campus-mongodb",
          host: "mongodb+srv://campus-pl-0.abc12.mongodb.net",
          network: {
            cidrs: ["10.20.192.0/24", "10.20.193.0/24", "10.20.194.0/24"],
            ports: { from: 1024, to: 65_535 },
          },
        },
      },
    });
  });

  it("stops the run while Atlas tells no address through the endpoint: all others are on the internet", () => {
    expect(() => addressThrough({ privateEndpoints: [] }, "vpce-1")).toThrow(
      new Error(
        "Atlas tells no address of the cluster that leads through the private endpoint vpce-1. It does so when the endpoint " +
          "is available and the cluster idle: wait until Atlas shows both, and run pulumi refresh and pulumi up.",
      ),
    );
  });
});
