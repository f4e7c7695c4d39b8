import { rdsRegions } from "../../components/data/mysql/rds-authorities";
import type { Problem } from "../problems";
import type { ReadableStack } from "../read";

/** RDS refuses less: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
const LEAST_GROWTH = 1.1;

/** What RDS would refuse, and what it needs of the cluster. */
export function rdsProblems({ mysql, cluster }: ReadableStack): Problem[] {
  if (mysql?.kind !== "rds") return [];
  const problems: Problem[] = [];
  const { storageGiB, maxStorageGiB, alarmTopic } = mysql;
  if (maxStorageGiB !== undefined && maxStorageGiB < storageGiB * LEAST_GROWTH)
    problems.push({
      path: ["mysql", "maxStorageGiB"],
      problem: `is ${maxStorageGiB}, while openedx:mysql.storageGiB is ${storageGiB}`,
      fix: `Write at least ${Math.ceil((storageGiB * 11) / 10)}, a tenth more, or leave it out.`,
    });
  if (cluster === undefined) return problems;
  if (cluster.kind !== "aws")
    return [
      ...problems,
      {
        path: ["mysql", "kind"],
        problem: `is rds, while openedx:cluster.kind is ${cluster.kind}`,
        fix: "Write external and where the server is, or aws for the cluster: RDS is made in the network that the stack makes.",
      },
    ];
  if (!rdsRegions().includes(cluster.region))
    problems.push({
      path: ["mysql", "kind"],
      problem: `is rds, but what its servers in ${cluster.region} are known by is not in this release`,
      fix: `Known are the regions ${rdsRegions().join(", ")}.`,
    });
  if (alarmTopic !== undefined && alarmTopic.split(":")[3] !== cluster.region)
    problems.push({
      path: ["mysql", "alarmTopic"],
      problem: `is in ${alarmTopic.split(":")[3]}, while openedx:cluster.region is ${cluster.region}`,
      fix: "Write the ARN of a topic of the cluster's region, as an alarm reaches no other.",
    });
  return problems;
}
