import type { z } from "zod";
import { administratorName } from "../../components/cluster/aws/administrator-name";
import { rdsRegions } from "../../components/data/mysql/rds-authorities";
import { overlap } from "../../components/shared/cidr";
import type { Path, Problem } from "../problems";
import type { ReadableStack } from "../read";
import { type awsCluster, ZONES } from "../schema/cluster-aws";
import { accessProblems, crooked, networkRangeProblems } from "./made-cluster";

type AwsCluster = z.output<typeof awsCluster>;

/** What AWS would refuse, or what would lock the operator out. */
export const awsClusterProblems = ({ cluster }: ReadableStack): Problem[] =>
  cluster?.kind === "aws" && !("existing" in cluster)
    ? [
        networkProblems,
        zoneProblems,
        rangeProblems,
        apiProblems,
        adminProblems,
        nodeProblems,
      ].flatMap((rule) => rule(cluster))
    : [];

/** A region that is new, or is none: of this release are those that RDS has. */
export const regionNotes = ({ cluster }: ReadableStack): Problem[] =>
  cluster?.kind !== "aws" || rdsRegions().includes(cluster.region)
    ? []
    : [
        {
          path: ["cluster", "region"],
          problem: `is ${cluster.region}, which is no region that this release knows`,
          fix: "Look whether it is right: aws ec2 describe-regions --all-regions lists them. A new one is taken as it is.",
        },
      ];

/** What only a network of its own has, or only one that exists. */
function networkProblems({
  vpc,
  databaseSubnets,
  availabilityZones,
  natGateways,
}: AwsCluster): Problem[] {
  if (vpc !== undefined)
    return Object.entries({ availabilityZones, natGateways }).flatMap(([key, value]): Problem[] =>
      value === undefined
        ? []
        : [
            {
              path: ["cluster", key],
              problem: "is set, while openedx:cluster.vpc is too",
              fix: "Remove one of the two: a network that exists has its zones and its way out already.",
            },
          ],
    );
  const problems: Problem[] = [];
  if (availabilityZones === undefined)
    problems.push({
      path: ["cluster", "availabilityZones"],
      problem: "is missing",
      fix: `Write ${ZONES}.`,
    });
  if (databaseSubnets !== undefined)
    problems.push({
      path: ["cluster", "databaseSubnets"],
      problem: "is set, while openedx:cluster.vpc is not",
      fix: "Remove it, as the stack makes them, or write openedx:cluster.vpc.",
    });
  return problems;
}

function zoneProblems({ region, availabilityZones = [] }: AwsCluster): Problem[] {
  const elsewhere = availabilityZones.flatMap((zone, index): Problem[] =>
    zone.slice(0, -1) === region
      ? []
      : [
          {
            path: ["cluster", "availabilityZones", index],
            problem: `is "${zone}", while openedx:cluster.region is ${region}`,
            fix: `Write a zone of the region, for example ${region}a.`,
          },
        ],
  );
  return [...elsewhere, ...repeated(["cluster", "availabilityZones"], availabilityZones)];
}

function rangeProblems({ vpc, vpcCidr, serviceCidr, apiCidrs = [] }: AwsCluster): Problem[] {
  const problems = networkRangeProblems([
    // A smaller one has no room for the subnets that the stack makes; the smallest that there is has /28.
    { path: ["cluster", "vpcCidr"], range: vpcCidr, least: 16, most: vpc === undefined ? 19 : 28 },
    { path: ["cluster", "serviceCidr"], range: serviceCidr, least: 12, most: 24 },
  ]);
  const ofApi = apiCidrs.flatMap((range, index) => crooked(["cluster", "apiCidrs", index], range));
  if (overlap(vpcCidr, serviceCidr))
    problems.push({
      path: ["cluster", "serviceCidr"],
      problem: `is ${serviceCidr}, which overlaps openedx:cluster.vpcCidr, ${vpcCidr}`,
      fix: "Write two ranges that have no address in common.",
    });
  return [...problems, ...ofApi];
}

const apiProblems = (cluster: AwsCluster): Problem[] => accessProblems(cluster, "cidrs or private");

/** Two roles of one name are one role, written with a path and without. */
function adminProblems({ admins }: AwsCluster): Problem[] {
  const names = admins.map(administratorName);
  return admins.flatMap((admin, index): Problem[] =>
    names.indexOf(administratorName(admin)) === index
      ? []
      : [
          {
            path: ["cluster", "admins", index],
            problem: `is "${admin}", which is there already`,
            fix: "Remove it: an account has one role of a name, whatever its path.",
          },
        ],
  );
}

/** Families with ARM processors, such as m7g and im4gn. */
const ARM = /^(?:a1|[a-z]+[0-9]+g[a-z]*)\./;

const nodeProblems = ({ nodeGroups }: AwsCluster): Problem[] =>
  Object.keys(nodeGroups).length === 0
    ? [
        {
          path: ["cluster", "nodeGroups"],
          problem: "is empty",
          fix: "Write at least one group of nodes, as in stacks/Pulumi.example-aws.yaml.",
        },
      ]
    : Object.entries(nodeGroups).flatMap(([group, { instanceTypes, min, max, desired = min }]) => {
        const path = ["cluster", "nodeGroups", group];
        const problems = instanceTypes.flatMap((type, index): Problem[] =>
          ARM.test(type)
            ? [
                {
                  path: [...path, "instanceTypes", index],
                  problem: `is "${type}", which has an ARM processor`,
                  fix: "Write a type with an x86 one, such as m7i.xlarge: images of Open edX are built for that.",
                },
              ]
            : [],
        );
        if (min > max)
          problems.push({
            path: [...path, "max"],
            problem: `is ${max}, while min is ${min}`,
            fix: "Write a max that is not below min.",
          });
        else if (desired < min || desired > max)
          problems.push({
            path: [...path, "desired"],
            problem: `is ${desired}, while min is ${min} and max is ${max}`,
            fix: "Write a number between the two, or leave it out.",
          });
        return problems;
      });

const repeated = (path: Path, values: readonly string[]): Problem[] =>
  values.flatMap((value, index): Problem[] =>
    values.indexOf(value) === index
      ? []
      : [
          {
            path: [...path, index],
            problem: `is "${value}", which is there already`,
            fix: "Remove it.",
          },
        ],
  );
