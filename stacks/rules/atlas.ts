import type { z } from "zod";
import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import { ATLAS_NAME, type atlas } from "../schema/mongodb-atlas";

type Section = z.output<typeof atlas>;

/** What is said of a cluster that exists, and what of one that the stack makes. */
const OF_FOUND = ["clusterName", "host", "network"] as const;
const OF_MADE = ["nodes", "version", "backupDays", "deletionProtection"] as const;

/** A cluster on Atlas exists, or is made beside one on AWS; its settings are of one of the two. */
export function atlasProblems({ mongodb, cluster }: ReadableStack): Problem[] {
  if (mongodb?.kind !== "atlas") return [];
  if (mongodb.size === undefined) return foundProblems(mongodb);
  const elsewhere: Problem[] =
    cluster === undefined || cluster.kind === "aws"
      ? []
      : [
          {
            path: ["mongodb", "size"],
            problem: `is set, while openedx:cluster.kind is ${cluster.kind}`,
            fix: "Make the cluster in Atlas, and write its clusterName and host instead: the stack makes one only behind a private endpoint in the network of a cluster of kind aws.",
          },
        ];
  return [...elsewhere, ...madeProblems(mongodb)];
}

const madeProblems = (mongodb: Section): Problem[] =>
  OF_FOUND.filter((key) => mongodb[key] !== undefined).map((key) => ({
    path: ["mongodb", key],
    problem: "is set, while openedx:mongodb.size is too",
    fix: "Remove it: the stack makes the cluster and knows where it is. Or remove size, to use a cluster that exists.",
  }));

function foundProblems(mongodb: Section): Problem[] {
  const problems: Problem[] = OF_MADE.filter((key) => mongodb[key] !== undefined).map((key) => ({
    path: ["mongodb", key],
    problem: "is set, while openedx:mongodb.size is not",
    fix: "Remove it: the stack leaves a cluster that exists as it is. Or write size: a tier such as M30, for one that it makes.",
  }));
  if (mongodb.clusterName === undefined)
    problems.push({
      path: ["mongodb", "clusterName"],
      problem: "is missing",
      fix: `Write ${ATLAS_NAME}. Or write size: a tier such as M30, for a cluster that the stack makes.`,
    });
  if (mongodb.host === undefined)
    problems.push({
      path: ["mongodb", "host"],
      problem: "is missing",
      fix: "Write an address without user, password or options, for example mongodb+srv://campus.abc12.mongodb.net.",
    });
  return problems;
}
