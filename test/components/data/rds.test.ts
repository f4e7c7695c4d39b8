import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { rdsAuthority, rdsRegions } from "../../../components/data/mysql/rds-authorities";
import { windowsOf } from "../../../components/data/mysql/rds-windows";
import { recordedOnAws, recordOnAws } from "../../support/aws";
import { named, runsIn } from "../../support/in-cluster";
import { inputsText } from "../../support/recorder";
import { ON_AWS } from "../../support/settings";

describe("the authorities of RDS", () => {
  it("are there for each region, each its own", () => {
    expect(rdsRegions().length).toBeGreaterThan(25);
    for (const region of rdsRegions()) {
      const { subject, ca } = new X509Certificate(rdsAuthority(region));
      expect([subject, ca]).toEqual([
        expect.stringContaining(`CN=Amazon RDS ${region} Root CA RSA2048 G1`),
        true,
      ]);
    }
  });

  it("are not made up for others", () => {
    expect(() => rdsAuthority("xx-moon-1")).toThrow(
      new Error("no authority of RDS is known for xx-moon-1"),
    );
  });
});

describe("a MySQL server on RDS", () => {
  it("is made with what Tutor's own says, backups, and a snapshot at its end", async () => {
    const recorded = await recordedOnAws();
    expect(named(recorded, "mysql-server").inputs).toMatchObject({
      identifier: "campus-mysql",
      engine: "mysql",
      engineVersion: "8.4",
      instanceClass: "db.m7g.large",
      multiAz: true,
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      backupRetentionPeriod: 35,
      backupWindow: "01:00-02:00",
      maintenanceWindow: "sat:23:00-sun:00:00",
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "campus-mysql-final-0a1b2c3d",
    });
    expect(named(recorded, "mysql-parameters").inputs).toMatchObject({
      family: "mysql8.4",
      parameters: [
        { name: "character_set_server", value: "utf8mb4" },
        { name: "collation_server", value: "utf8mb4_unicode_ci" },
        { name: "require_secure_transport", value: "1" },
      ],
    });
  });

  it("tells the name of the snapshot that its deletion leaves", async () => {
    const told: string[] = [];
    await recordOnAws({}, {}, ({ mysql }) => mysql?.finalSnapshot.apply((name) => told.push(name)));
    expect(told).toEqual(["campus-mysql-final-0a1b2c3d"]);
  });

  it("leaves the hours of backups and restarts to AWS where nothing is said", () => {
    expect(windowsOf({ ...ON_AWS.mysql, backupHour: undefined, maintenance: undefined })).toEqual(
      {},
    );
    expect(
      windowsOf({
        ...ON_AWS.mysql,
        ...{ backupHour: "23:00", maintenance: { day: "sunday", hour: "09:00" } },
      }),
    ).toEqual({ backupWindow: "23:00-00:00", maintenanceWindow: "sun:09:00-sun:10:00" });
  });

  it("is watched by the name that it has, and alarms at a tenth of its storage", async () => {
    expect(named(await recordedOnAws(), "mysql-storage-alarm").inputs).toMatchObject({
      dimensions: { DBInstanceIdentifier: "campus-mysql" },
      threshold: 10 * 1024 ** 3,
      alarmActions: [ON_AWS.mysql.alarmTopic],
    });
    const quiet = await recordOnAws({}, { mysql: { ...ON_AWS.mysql, alarmTopic: undefined } });
    expect(named(quiet, "mysql-storage-alarm").inputs).toMatchObject({ alarmActions: [] });
  });

  it("is reached by workflows, which check its certificate", async () => {
    const recorded = await recordedOnAws();
    expect(runsIn(recorded).map(({ name }) => name)).toEqual([
      "history-mysql-database",
      "history-mysql-access",
    ]);
    for (const run of runsIn(recorded)) {
      expect(inputsText(run)).toContain("mysql-server.rds.amazonaws.com");
      expect(inputsText(run)).toContain("VERIFY_IDENTITY");
    }
    const certificate = JSON.stringify(rdsAuthority("eu-central-1"));
    expect(inputsText(named(recorded, "mysql-admin"))).toContain(`"ca.crt":${certificate}`);
  });

  it("is where pods may go: the database subnets, at its port", async () => {
    const fence = inputsText(named(await recordedOnAws(), "history-network-fence"));
    for (const cidr of ["10.20.192.0/24", "10.20.193.0/24", "10.20.194.0/24"])
      expect(fence).toContain(cidr);
    expect(fence).toContain("3306");
  });
});
