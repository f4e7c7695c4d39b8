import { describe, expect, it } from "vitest";
import { derivePassword } from "../../../components/instance/seed";
import { program, type ProgramOutputs } from "../../../components/program";
import { recordedWithMongodb, recordOnDigitalOcean } from "../../support/digitalocean";
import { named } from "../../support/in-cluster";
import { inputsText, madeUpSeed, reachable, record, type Recorded } from "../../support/recorder";
import { stringDataOf } from "../../support/secret-data";
import {
  EXISTING_MONGODB,
  MONGODB_ON_DIGITALOCEAN,
  ON_DIGITALOCEAN,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
} from "../../support/settings";

const LOCK = "openedx-mongodb-is-protected-set-deletionProtection-false-and-up-first";

/** A stack on a cluster and a MongoDB server that exist. */
const recordExisting = (): Promise<readonly Recorded[]> =>
  record(() =>
    program(
      sampleSettings([sampleInstance("history")], { mongodb: EXISTING_MONGODB }),
      sampleSecrets(),
    ),
  );

describe("a managed MongoDB server of DigitalOcean", () => {
  it("is in the network of the cluster, and its nodes alone may connect", async () => {
    const recorded = await recordedWithMongodb();
    expect(named(recorded, "mongodb-server").inputs).toEqual({
      name: "campus-mongodb",
      engine: "mongodb",
      version: "7",
      region: "nyc3",
      size: "db-s-1vcpu-2gb",
      nodeCount: 3,
      privateNetworkUuid: "cluster-network-id",
      maintenanceWindows: [{ day: "sunday", hour: "04:00" }],
    });
    expect(named(recorded, "mongodb-access").inputs).toEqual({
      clusterId: "mongodb-server-id",
      rules: [{ type: "k8s", value: "cluster-control-plane-id" }],
    });
    expect(named(recorded, "mongodb-in-project").inputs).toEqual({
      project: "cluster-project-id",
      resources: ["do:dbaas:mongodb-server"],
    });
  });

  it("is where pods may go: the network of the cluster, at its port", async () => {
    const fence = inputsText(named(await recordedWithMongodb(), "history-network-fence"));
    expect(fence).toContain(
      '{"ports":[{"port":27017,"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"10.30.0.0/20"}}]}',
    );
  });

  it("is kept from deletion by the engine, and by a lock, as its setting says", async () => {
    const closed = await recordedWithMongodb();
    const open = await recordOnDigitalOcean(
      {},
      { mongodb: { ...MONGODB_ON_DIGITALOCEAN, deletionProtection: false } },
    );
    const protection = (recorded: readonly Recorded[]) =>
      ["mongodb-server", LOCK].map((name) => named(recorded, name).protect);
    expect([protection(closed), protection(open)]).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it("is told to shards as one that exists, by its name", async () => {
    const settings = sampleSettings([sampleInstance("history")], {
      ...ON_DIGITALOCEAN,
      mongodb: MONGODB_ON_DIGITALOCEAN,
      shards: { names: ["campus-2"], values: {} },
    });
    let told: unknown;
    const look = ({ forShards }: ProgramOutputs) => forShards?.apply((value) => (told = value));
    await record(() => look(program(settings, sampleSecrets())));
    expect(told).toMatchObject({
      values: {
        mongodb: {
          kind: "digitalocean",
          existing: "campus-mongodb",
          network: { cidrs: ["10.30.0.0/20"] },
        },
      },
    });
  });
});

describe("the user of an instance on a managed MongoDB server", () => {
  it("may read and write the two databases of the instance, which are made before it", async () => {
    const recorded = await recordedWithMongodb();
    const data = ["history-mongodb-database", "history-mongodb-1-database"].map((name) =>
      named(recorded, name),
    );
    expect(data.map(({ inputs }) => inputs["clusterId"])).toEqual([
      "mongodb-server-id",
      "mongodb-server-id",
    ]);
    const databases = data.map(({ inputs }) => String(inputs["name"]));
    expect(databases).toEqual(["campus_history_openedx_0a1b2c3d", "campus_history_forum_0a1b2c3d"]);
    const user = named(recorded, "history-mongodb-user");
    expect(user.inputs["environment"]).toMatchObject({
      MONGODB_SERVER: "mongodb-server-id",
      MONGODB_DATABASES: JSON.stringify(databases),
    });
    const before = reachable(recorded, user);
    expect(data.filter(({ urn }) => !before.has(urn))).toEqual([]);
    for (const each of data)
      expect(each.dependencies).toContain(named(recorded, "mongodb-access").urn);
  });

  it("is never replaced, and is made and taken away by commands that hold no secret and no path", async () => {
    const user = named(await recordedWithMongodb(), "history-mongodb-user");
    const { environment, ...inputs } = user.inputs;
    expect(inputs).toEqual({
      create: "node cli/mongodb-user grant",
      delete: "node cli/mongodb-user revoke",
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    expect(Object.keys(Object(environment) as object).sort()).toEqual([
      "MONGODB_DATABASES",
      "MONGODB_REVISION",
      "MONGODB_SERVER",
      "MONGODB_USER",
    ]);
    expect(JSON.stringify(environment)).not.toContain(
      derivePassword(madeUpSeed("history-seed"), "mongodb"),
    );
    expect(user.secretOutputs).toEqual(["stdout", "stderr"]);
  });

  it("logs in with the password that DigitalOcean has told, in the instance's Secret alone", async () => {
    const recorded = await recordedWithMongodb();
    const credentials = named(recorded, "history-credentials");
    expect(stringDataOf(credentials)["MONGODB_PASSWORD"]).toBe("told-history-mongodb-user");
    const holders = recorded.filter((each) => inputsText(each).includes("told-history-mongodb"));
    expect(holders.map(({ name }) => name)).toEqual(["history-credentials"]);
  });

  it("gets another password with another number of its rotation", async () => {
    const revisionOf = async (mongodb: number) => {
      const instance = sampleInstance("history");
      const recorded = await recordOnDigitalOcean(
        {},
        {
          mongodb: MONGODB_ON_DIGITALOCEAN,
          instances: [{ ...instance, rotation: { ...instance.rotation, mongodb } }],
        },
      );
      return named(recorded, "history-mongodb-user").inputs["environment"];
    };
    const [first, second] = [await revisionOf(0), await revisionOf(1)];
    expect(second).not.toEqual(first);
    expect(second).toEqual({
      ...Object(first),
      MONGODB_REVISION: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
    });
  });
});

describe("a managed MongoDB server that exists", () => {
  it("is looked up by its name, and nothing of it is made, locked or kept in the state", async () => {
    const recorded = await recordExisting();
    const types = recorded.filter(({ type }) => type.startsWith("digitalocean:"));
    expect(types.map(({ name }) => name)).toEqual([
      "history-mongodb-database",
      "history-mongodb-1-database",
    ]);
    expect(recorded.filter(({ name }) => name === LOCK)).toEqual([]);
    expect(recorded.filter((each) => inputsText(each).includes("password-of-shared"))).toEqual([]);
    expect(named(recorded, "history-mongodb-user").inputs["environment"]).toMatchObject({
      MONGODB_SERVER: "shared-mysql-id",
    });
  });

  it("is where pods may go: the network that the settings name", async () => {
    const fence = inputsText(named(await recordExisting(), "history-network-fence"));
    expect(fence).toContain("10.40.0.0/20");
  });
});
