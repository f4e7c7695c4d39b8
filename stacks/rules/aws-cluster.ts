import type { z } from "zod";
import { administratorName } from "../../components/cluster/aws/administrator-name";
import { contains, overlap, prefixLength, straightened } from "../../components/shared/cidr";
import type { Path, Problem } from "../problems";
import type { ReadableStack } from "../read";
import type { awsCluster } from "../schema/cluster-aws";

type AwsCluster = z.output<typeof awsCluster>;

/** What AWS would refuse, or what would lock the operator out. */
export const awsClusterProblems = ({ cluster }: ReadableStack): Problem[] =>
  cluster?.kind === "aws"
    ? [zoneProblems, rangeProblems, accessProblems, adminProblems, nodeProblems].flatMap((rule) =>
        rule(cluster),
      )
    : [];

function zoneProblems({ region, availabilityZones }: AwsCluster): Problem[] {
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

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

function rangeProblems({ vpcCidr, serviceCidr, apiCidrs = [] }: AwsCluster): Problem[] {
  const ranges = [
    { path: ["cluster", "vpcCidr"], range: vpcCidr, least: 16, most: 19 },
    { path: ["cluster", "serviceCidr"], range: serviceCidr, least: 12, most: 24 },
  ];
  const problems = ranges.flatMap(({ path, range, least, most }) => [
    ...crooked(path, range),
    ...unfit(path, range, { least, most }),
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

const crooked = (path: Path, range: string): Problem[] =>
  straightened(range) === range
    ? []
    : [
        {
          path,
          problem: `is "${range}", whose address is not the first of its range`,
          fix: `Write ${straightened(range)}.`,
        },
      ];

function unfit(
  path: Path,
  range: string,
  { least, most }: { readonly least: number; readonly most: number },
): Problem[] {
  const length = prefixLength(range);
  if (length < least || length > most)
    return [
      {
        path,
        problem: `is "${range}"`,
        fix: `Write a range from /${least} to /${most}.`,
      },
    ];
  if (PRIVATE.some((space) => contains(space, range))) return [];
  return [
    {
      path,
      problem: `is "${range}", which is not private`,
      fix: `Write a range in one of ${PRIVATE.join(", ")}.`,
    },
  ];
}

function accessProblems({ apiAccess, apiCidrs, runner }: AwsCluster): Problem[] {
  const problems: Problem[] = [];
  if (apiAccess === "public" && apiCidrs !== undefined)
    problems.push({
      path: ["cluster", "apiCidrs"],
      problem: "is set, while openedx:cluster.apiAccess is public",
      fix: "Write cidrs or private for apiAccess, or remove it.",
    });
  if (apiAccess !== "public" && apiCidrs === undefined)
    problems.push({
      path: ["cluster", "apiCidrs"],
      problem: `is missing, while openedx:cluster.apiAccess is ${apiAccess}`,
      fix: "Write the ranges that the Kubernetes API is reached from; where pulumi runs must be in one of them.",
    });
  if (apiAccess !== "public" && runner !== "self-hosted")
    problems.push({
      path: ["cluster", "runner"],
      problem: `is ${runner ?? "missing"}, while openedx:cluster.apiAccess is ${apiAccess}`,
      fix: "Write self-hosted, and have a runner in one of apiCidrs: GitHub's own do not reach the cluster; see docs/github.md.",
    });
  return problems;
}

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
