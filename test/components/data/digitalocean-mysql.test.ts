import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { serverName } from "../../../components/shared/names";
import { recordedOnDigitalOcean, recordOnDigitalOcean } from "../../support/digitalocean";
import { named, runsIn } from "../../support/in-cluster";
import { inputsText } from "../../support/recorder";

describe("the name of a server on DigitalOcean", () => {
  it("has at most 30 characters, and is another one for another cluster or engine", () => {
    const cluster = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/);
    fc.assert(
      fc.property(cluster, cluster, (one, other) => {
        const names = [one, other].flatMap((each) =>
          ["mysql", "mongodb"].map((engine) => serverName(each, engine)),
        );
        expect(names.every((name) => name.length <= 30)).toBe(true);
        expect(new Set(names).size).toBe(one === other ? 2 : 4);
      }),
    );
  });

  it("is readable where the cluster's is short", () => {
    expect(serverName("campus", "mysql")).toBe("campus-mysql");
  });
});

describe("a managed MySQL server of DigitalOcean", () => {
  it("is in the network of the cluster, with its mode and size", async () => {
    const recorded = await recordedOnDigitalOcean();
    expect(named(recorded, "mysql-server").inputs).toEqual({
      name: "campus-mysql",
      engine: "mysql",
      version: "8",
      region: "nyc3",
      size: "db-s-2vcpu-4gb",
      nodeCount: 2,
      privateNetworkUuid: "cluster-network-id",
      maintenanceWindows: [{ day: "sunday", hour: "03:00" }],
    });
    expect(named(recorded, "mysql-parameters").inputs).toEqual({
      clusterId: "mysql-server-id",
      sqlMode: "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION",
      sqlRequirePrimaryKey: false,
    });
    expect(named(recorded, "mysql-in-project").inputs).toEqual({
      project: "cluster-project-id",
      resources: ["do:dbaas:mysql-server"],
    });
  });

  it("is reached by workflows at its private name, which check its certificate", async () => {
    const recorded = await recordedOnDigitalOcean();
    const runs = runsIn(recorded);
    expect(runs.length).toBe(2);
    for (const run of runs) {
      expect(inputsText(run)).toContain("private-mysql-server.db.ondigitalocean.com");
      expect(inputsText(run)).toContain("VERIFY_IDENTITY");
      expect(inputsText(run)).toContain("25060");
      expect(inputsText(run)).not.toContain("public-mysql-server");
    }
    const login = inputsText(named(recorded, "mysql-admin"));
    expect(login).toContain('"ca.crt":"-----BEGIN CERTIFICATE-----');
    expect(login).toContain('"username":"doadmin"');
  });

  it("is open before its first user is made, and has its settings", async () => {
    const recorded = await recordedOnDigitalOcean();
    const { dependencies } = named(recorded, "mysql-admin");
    for (const name of ["mysql-access", "mysql-parameters"])
      expect(dependencies).toContain(named(recorded, name).urn);
  });

  it("is where pods may go: the network of the cluster, at its port", async () => {
    const fence = inputsText(named(await recordedOnDigitalOcean(), "history-network-fence"));
    expect(fence).toContain("10.30.0.0/20");
    expect(fence).toContain("25060");
  });

  it("makes users by itself alone: those of the API would have the administrator's rights", async () => {
    const types = (await recordOnDigitalOcean()).map(({ type }) => type);
    expect(types.filter((type) => /digitalocean:.*(databaseUser|databaseDb):/i.test(type))).toEqual(
      [],
    );
  });
});
