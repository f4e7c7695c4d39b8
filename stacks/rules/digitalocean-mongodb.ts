import type { z } from "zod";
import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import type { digitaloceanMongodb } from "../schema/mongodb-digitalocean";

type Section = z.output<typeof digitaloceanMongodb>;

/** What whoever makes a server says of it. */
const OF_MADE = ["size", "nodes", "version", "maintenance", "deletionProtection"] as const;

/** What a managed server of DigitalOcean needs: one that is made of the cluster, one that exists of the settings. */
export function digitaloceanMongodbProblems({ mongodb, cluster }: ReadableStack): Problem[] {
  if (mongodb?.kind !== "digitalocean") return [];
  if (mongodb.existing !== undefined) return foundProblems(mongodb);
  const elsewhere: Problem[] =
    cluster === undefined || cluster.kind === "digitalocean"
      ? []
      : [
          {
            path: ["mongodb", "kind"],
            problem: `is digitalocean, while openedx:cluster.kind is ${cluster.kind}`,
            fix: "Write existing: and the name of a server that exists, or digitalocean for the cluster: the server is made in the network that the stack makes.",
          },
        ];
  return [...elsewhere, ...madeProblems(mongodb)];
}

function foundProblems(mongodb: Section): Problem[] {
  const unused = OF_MADE.filter((key) => mongodb[key] !== undefined).map((key) => ({
    path: ["mongodb", key],
    problem: "is set, while openedx:mongodb.existing is too",
    fix: "Remove it: the stack leaves a server that exists as it is.",
  }));
  if (mongodb.network !== undefined) return unused;
  return [
    ...unused,
    {
      path: ["mongodb", "network"],
      problem: "is missing, while openedx:mongodb.existing is set",
      fix: "Write the range of the network that the server is in, for example network: { cidrs: [10.30.0.0/20] }.",
    },
  ];
}

function madeProblems({ size, network }: Section): Problem[] {
  const problems: Problem[] = [];
  if (size === undefined)
    problems.push({
      path: ["mongodb", "size"],
      problem: "is missing",
      fix: "Write the slug of a database size, for example db-s-2vcpu-4gb, or existing: and the name of a server that exists.",
    });
  if (network !== undefined)
    problems.push({
      path: ["mongodb", "network"],
      problem: "is set, while openedx:mongodb.existing is not",
      fix: "Remove it: the stack makes the server in the network of the cluster.",
    });
  return problems;
}
