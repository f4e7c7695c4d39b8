import type { z } from "zod";
import { rdsRegions } from "../../components/data/mysql/rds-authorities";
import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import type { rds } from "../schema/mysql-rds";

/** RDS refuses less: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
const LEAST_GROWTH = 1.1;

/** What RDS would refuse, and what it needs of the cluster. */
export function rdsProblems({ mysql, cluster }: ReadableStack): Problem[] {
  if (mysql?.kind !== "rds") return [];
  const made = "existing" in mysql ? undefined : mysql;
  return [
    ...(made === undefined ? [] : [...storageProblems(made), ...windowProblems(made)]),
    ...(cluster === undefined ? [] : siteProblems(cluster, made)),
  ];
}

type MadeRds = z.output<typeof rds>;

const storageProblems = ({ storageGiB, maxStorageGiB }: MadeRds): Problem[] =>
  maxStorageGiB === undefined || maxStorageGiB >= storageGiB * LEAST_GROWTH
    ? []
    : [
        {
          path: ["mysql", "maxStorageGiB"],
          problem: `is ${maxStorageGiB}, while openedx:mysql.storageGiB is ${storageGiB}`,
          fix: `Write at least ${Math.ceil((storageGiB * 11) / 10)}, a tenth more, or leave it out.`,
        },
      ];

/** RDS refuses windows that overlap, also with one that it has chosen itself. */
function windowProblems({ backupHour, maintenance }: MadeRds): Problem[] {
  const path = ["mysql", "backupHour"];
  if ((backupHour === undefined) !== (maintenance === undefined))
    return [
      {
        path: backupHour === undefined ? path : ["mysql", "maintenance"],
        problem: `is missing, while openedx:mysql.${backupHour === undefined ? "maintenance" : "backupHour"} is set`,
        fix: "Write both, at different hours, or leave both to AWS, which may choose the same hour for the other.",
      },
    ];
  if (backupHour === undefined || backupHour !== maintenance?.hour) return [];
  return [
    {
      path,
      problem: `is ${backupHour}, as openedx:mysql.maintenance.hour is`,
      fix: "Write another hour: each of the two takes one, and RDS refuses that they meet.",
    },
  ];
}

function siteProblems(cluster: NonNullable<ReadableStack["cluster"]>, made?: MadeRds): Problem[] {
  if (cluster.kind !== "aws")
    return [
      {
        path: ["mysql", "kind"],
        problem: `is rds, while openedx:cluster.kind is ${cluster.kind}`,
        fix:
          made === undefined
            ? "Write external and where the server is, or aws for the cluster, in whose region the server is looked up."
            : "Write external and where the server is, or aws for the cluster: RDS is made in the cluster's network.",
      },
    ];
  const problems: Problem[] = [];
  if (!rdsRegions().includes(cluster.region))
    problems.push({
      path: ["mysql", "kind"],
      problem: `is rds, but what its servers in ${cluster.region} are known by is not in this release`,
      fix: `Known are the regions ${rdsRegions().join(", ")}.`,
    });
  const networkExists = "existing" in cluster || cluster.vpc !== undefined;
  if (made !== undefined && networkExists && cluster.databaseSubnets === undefined)
    problems.push({
      path: ["cluster", "databaseSubnets"],
      problem: "is missing, while openedx:mysql.kind is rds",
      fix: "Write the subnets that the server is made in, ids and cidrs, or existing for openedx:mysql, instead of a size.",
    });
  const topicRegion = made?.alarmTopic?.split(":")[3];
  if (topicRegion !== undefined && topicRegion !== cluster.region)
    problems.push({
      path: ["mysql", "alarmTopic"],
      problem: `is in ${topicRegion}, while openedx:cluster.region is ${cluster.region}`,
      fix: "Write the ARN of a topic of the cluster's region, as an alarm reaches no other.",
    });
  return problems;
}
