import { z } from "zod";
import { serverProtection } from "./mysql-common";
import { DAYS, fullHour } from "./windows";
import { flag, oneOf, section, text, wholeNumber } from "./text";

export const rds = section({
  kind: z
    .literal("rds")
    .describe(
      "`rds`: a MySQL 8.4 server on Amazon RDS, which the stack makes in the network of a cluster of kind `aws`; workflows " +
        "reach it from inside, and its administrator's password is generated. See docs/clouds.md.",
    ),
  size: text(
    // New families come, new sizes do not: https://aws.amazon.com/rds/instance-types/
    /^db\.[a-z][a-z0-9-]*\.(?:micro|small|medium|large|(?:[1-9][0-9]*)?xlarge)$/,
    "a class of RDS instances, for example db.m7g.large",
  ).describe("For `rds`: class of the server, for example `db.m7g.large`."),
  storageGiB: wholeNumber(20, 65_536).describe("Only for `rds`: storage in GiB. It never shrinks."),
  maxStorageGiB: wholeNumber(22, 65_536)
    .optional()
    .describe(
      "Only for `rds`: up to where the storage grows by itself, at least a tenth more. Without it: it does not.",
    ),
  multiAz: flag()
    .default(true)
    .describe(
      "Only for `rds`: whether a second server in another zone takes over when the first fails, for twice the price.",
    ),
  backupDays: wholeNumber(1, 35)
    .default(35)
    .describe("Only for `rds`: how many days back the server can be restored to any moment of."),
  backupHour: fullHour()
    .optional()
    .describe(
      "Only for `rds`: when the hour begins in which the day's backup is made, in UTC, another one than that of `maintenance`, which " +
        "then is said too. Without the two: as AWS chooses.",
    ),
  maintenance: section({
    day: oneOf(DAYS).describe("Day of the week."),
    hour: fullHour().describe("When it begins, in UTC."),
  })
    .optional()
    .describe("For `rds`: when it brings what needs a restart. Without it: as AWS chooses."),
  alarmTopic: text(
    /^arn:aws:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/,
    "the ARN of an SNS topic, for example arn:aws:sns:eu-central-1:111122223333:alarms",
  )
    .optional()
    .describe(
      "Only for `rds`: ARN of the SNS topic that is told when less than a tenth of the storage is free. Without it: CloudWatch " +
        "shows the alarm, and nobody is told.",
    ),
  deletionProtection: serverProtection,
});
