import { describe, expect, it } from "vitest";
import { cluster, rds } from "./support/aws";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const count = (problems: number) =>
  `stacks/Pulumi.campus.yaml: ${problems} settings need attention:`;

const WRONG: readonly WrongFile[] = [
  [
    "a server on RDS beside a cluster that is not on AWS",
    { mysql: rds().mysql },
    ONE,
    "  openedx:mysql.kind is rds, while openedx:cluster.kind is existing.",
    "    Write external and where the server is, or aws for the cluster: RDS is made in the cluster's network.",
  ],
  [
    "a server on RDS with values that RDS refuses",
    rds({ size: "m7g.large", storageGiB: "10", backupDays: "0" }),
    count(3),
    '  openedx:mysql.size is "m7g.large".',
    "    Write a class of RDS instances, for example db.m7g.large.",
    "  openedx:mysql.storageGiB is 10.",
    "    Write a whole number from 20 to 65536.",
    "  openedx:mysql.backupDays is 0.",
    "    Write a whole number from 1 to 35.",
  ],
  [
    "storage that hardly grows, and an alarm of another region",
    rds({ maxStorageGiB: "109", alarmTopic: "arn:aws:sns:us-east-1:111122223333:alarms" }),
    count(2),
    "  openedx:mysql.maxStorageGiB is 109, while openedx:mysql.storageGiB is 100.",
    "    Write at least 110, a tenth more, or leave it out.",
    "  openedx:mysql.alarmTopic is in us-east-1, while openedx:cluster.region is eu-central-1.",
    "    Write the ARN of a topic of the cluster's region, as an alarm reaches no other.",
  ],
  [
    "hours in which RDS would have two things to do",
    rds({ backupHour: '"03:00"', maintenance: '{ day: sunday, hour: "03:00" }' }),
    ONE,
    "  openedx:mysql.backupHour is 03:00, as openedx:mysql.maintenance.hour is.",
    "    Write another hour: each of the two takes one, and RDS refuses that they meet.",
  ],
  [
    "the hour of backups alone",
    rds({ backupHour: '"03:00"' }),
    ONE,
    "  openedx:mysql.maintenance is missing, while openedx:mysql.backupHour is set.",
    "    Write both, at different hours, or leave both to AWS, which may choose the same hour for the other.",
  ],
  [
    "the hour of restarts alone",
    rds({ maintenance: '{ day: sunday, hour: "03:00" }' }),
    ONE,
    "  openedx:mysql.backupHour is missing, while openedx:mysql.maintenance is set.",
    "    Write both, at different hours, or leave both to AWS, which may choose the same hour for the other.",
  ],
  [
    "secrets that the stack makes itself",
    { ...rds(), kubeconfig: "{ secure: v1:x }", mysqlAdminPassword: "{ secure: v1:x }" },
    count(2),
    "  openedx:kubeconfig is set, but openedx:cluster.kind is aws.",
    "    Run: pulumi config rm --stack campus openedx:kubeconfig",
    "  openedx:mysqlAdminPassword is set, but openedx:mysql.kind is rds.",
    "    Run: pulumi config rm --stack campus openedx:mysqlAdminPassword",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });

  it("a region whose servers on RDS could not be told from others", () => {
    const message = messageOf(
      stackFile({
        ...rds(),
        ...cluster({ region: "xx-moon-1", availabilityZones: "[xx-moon-1a, xx-moon-1b]" }),
      }),
    );
    const [first, problem, fix, ...more] = message.split("\n");
    expect([first, problem]).toEqual([
      ONE,
      "  openedx:mysql.kind is rds, but what its servers in xx-moon-1 are known by is not in this release.",
    ]);
    expect(fix).toMatch(/^ {4}Known are the regions af-south-1, .*, eu-central-1, .*us-west-2\.$/);
    expect(more).toEqual([]);
  });
});

describe("a stack on AWS", () => {
  it("needs no secret, as it makes cluster and server itself", () => {
    const { problems, missingSecrets } = checked(stackFile(rds()));
    expect([problems, missingSecrets]).toEqual([[], []]);
  });

  it("lets workflows of removed instances fail, as they reach the server from inside", () => {
    const instances = "[{ slug: history, onDeprovisionFailure: continue }]";
    expect(checked(stackFile({ ...rds(), instances })).problems).toEqual([]);
  });

  it.each([
    ["staging", {}, {}, [false, false]],
    ["production", {}, {}, [true, true]],
    ["production", { deletionProtection: "false" }, {}, [false, false]],
    ["staging", {}, { deletionProtection: "true" }, [false, true]],
  ])("of %s with %j and %j is protected: %j", (environment, ofCluster, ofServer, expected) => {
    const sections = { ...rds(ofServer), ...cluster({ environment, ...ofCluster }) };
    const { settings } = checked(stackFile(sections));
    const protection = [settings?.cluster, settings?.mysql].map(
      (its) => its && "deletionProtection" in its && its.deletionProtection,
    );
    expect(protection).toEqual(expected);
  });

  it("is open as a whole where the stack says so, whatever its parts say", () => {
    const { settings } = checked(
      stackFile({
        ...rds({ deletionProtection: "true" }),
        ...cluster({ environment: "production", deletionProtection: "true" }),
        instances: "[{ slug: history, deletionProtection: true }]",
        deletionProtection: "false",
      }),
    );
    expect([settings?.cluster, settings?.mysql, settings?.instances[0]]).toMatchObject(
      Array.from({ length: 3 }, () => ({ deletionProtection: false })),
    );
  });
});
