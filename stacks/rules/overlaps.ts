import { contains, overlap } from "../../components/shared/cidr";
import type { Path, Problem } from "../problems";
import type { ReadableStack } from "../read";

/** A range that the cluster has for itself, and the setting that says so. */
interface OwnRange {
  readonly setting: string;
  readonly range: string;
}

/**
 * Servers outside of the cluster whose addresses are those of its pods or Services: what instances send there does not leave
 * the cluster. A range with more in it, such as 0.0.0.0/0, is one that the operator has chosen. A server that is `external`
 * may be in the cluster itself.
 */
export function overlapProblems(stack: ReadableStack): Problem[] {
  const own = ownRanges(stack);
  return outsideServers(stack).flatMap(({ path, ranges }) =>
    ranges.flatMap((range, index): Problem[] => {
      const met = own.find((each) => bothIpv4(each.range, range) && contains(each.range, range));
      if (met === undefined) return [];
      return [
        {
          path: [...path, index],
          problem: `is ${range}, which is in ${met.setting}, ${met.range}`,
          fix: "Write the ranges of the server: what is sent to an address of a pod or Service does not leave the cluster.",
        },
      ];
    }),
  );
}

const bothIpv4 = (...ranges: readonly string[]): boolean =>
  ranges.every((range) => !range.includes(":"));

/** Those of Services, and those of pods where they are not the nodes' network too, as on AWS. */
function ownRanges({ cluster }: ReadableStack): OwnRange[] {
  if (cluster === undefined) return [];
  const at = (key: string, range: string): OwnRange => ({
    setting: `openedx:cluster.${key}`,
    range,
  });
  if (!("network" in cluster)) {
    const services = at("serviceCidr", cluster.serviceCidr);
    return cluster.kind === "aws" ? [services] : [services, at("podCidr", cluster.podCidr)];
  }
  const { pods, services, nodes } = cluster.network;
  const apart = pods.filter(
    (range) => !nodes.some((node) => bothIpv4(node, range) && overlap(node, range)),
  );
  return [
    ...services.map((range) => at("network.services", range)),
    ...apart.map((range) => at("network.pods", range)),
  ];
}

function outsideServers({ mysql, mongodb }: ReadableStack) {
  const servers: { readonly path: Path; readonly ranges: readonly string[] }[] = [];
  if (mysql && "existing" in mysql && mysql.network)
    servers.push({ path: ["mysql", "network", "cidrs"], ranges: mysql.network.cidrs });
  if (mongodb?.kind === "atlas" && mongodb.network)
    servers.push({ path: ["mongodb", "network", "cidrs"], ranges: mongodb.network.cidrs });
  return servers;
}
