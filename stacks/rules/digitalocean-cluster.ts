import type { z } from "zod";
import { overlap } from "../../components/shared/cidr";
import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import type { digitaloceanCluster } from "../schema/cluster-digitalocean";
import { accessProblems, crooked, networkRangeProblems } from "./made-cluster";

type DigitalOceanCluster = z.output<typeof digitaloceanCluster>;

/** What DigitalOcean would refuse, or what would lock the operator out. */
export const digitaloceanClusterProblems = ({ cluster }: ReadableStack): Problem[] =>
  cluster?.kind === "digitalocean" && !("existing" in cluster)
    ? [rangeProblems, (its: ApiOf) => accessProblems(its, "cidrs"), poolProblems].flatMap((rule) =>
        rule(cluster),
      )
    : [];

type ApiOf = Pick<DigitalOceanCluster, "apiAccess" | "apiCidrs" | "runner">;

/** https://docs.digitalocean.com/products/networking/vpc/details/limits/ */
const RESERVED = ["10.244.0.0/16", "10.245.0.0/16", "10.246.0.0/24", "10.229.0.0/16"];

function rangeProblems(cluster: DigitalOceanCluster): Problem[] {
  const { vpcCidr, podCidr, serviceCidr, apiCidrs = [] } = cluster;
  const networks = [
    // https://docs.digitalocean.com/reference/terraform/reference/resources/vpc
    { path: ["cluster", "vpcCidr"], range: vpcCidr, least: 16, most: 24 },
    { path: ["cluster", "podCidr"], range: podCidr, least: 12, most: 20 },
    { path: ["cluster", "serviceCidr"], range: serviceCidr, least: 12, most: 24 },
  ];
  const taken = RESERVED.find((range) => overlap(range, vpcCidr));
  const reserved: Problem[] =
    taken === undefined
      ? []
      : [
          {
            path: ["cluster", "vpcCidr"],
            problem: `is ${vpcCidr}, which overlaps ${taken}, a range that DigitalOcean keeps for itself`,
            fix: `Write a range apart from ${RESERVED.join(", ")}.`,
          },
        ];
  return [
    ...networkRangeProblems(networks),
    ...reserved,
    ...overlaps(networks.map(({ path, range }) => ({ name: path[1] ?? "", range }))),
    ...apiCidrs.flatMap((range, index) => crooked(["cluster", "apiCidrs", index], range)),
  ];
}

/** Ranges that have an address in common with one before them. */
const overlaps = (ranges: readonly { readonly name: string; readonly range: string }[]) =>
  ranges.flatMap(({ name, range }, index): Problem[] => {
    const other = ranges.slice(0, index).find((before) => overlap(before.range, range));
    if (other === undefined) return [];
    return [
      {
        path: ["cluster", name],
        problem: `is ${range}, which overlaps openedx:cluster.${other.name}, ${other.range}`,
        fix: "Write ranges that have no address in common.",
      },
    ];
  });

const poolProblems = ({ pools }: DigitalOceanCluster): Problem[] =>
  Object.keys(pools).length === 0
    ? [
        {
          path: ["cluster", "pools"],
          problem: "is empty",
          fix: "Write at least one pool of nodes, as in stacks/Pulumi.example-digitalocean.yaml.",
        },
      ]
    : Object.entries(pools).flatMap(([pool, { min, max }]): Problem[] =>
        min > max
          ? [
              {
                path: ["cluster", "pools", pool, "max"],
                problem: `is ${max}, while min is ${min}`,
                fix: "Write a max that is not below min.",
              },
            ]
          : [],
      );
