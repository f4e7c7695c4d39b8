import { RunError } from "@pulumi/pulumi";
import { contains } from "../shared/cidr";
import type { ClusterNetwork } from "./settings";

/**
 * Demands that the settings know a range of the cluster: instances are kept from what they name, and from nothing else.
 *
 * @param found an IPv4 range, as the cloud tells it; empty where the cluster has none
 * @throws RunError naming the range
 */
export function requireRange(
  network: ClusterNetwork,
  of: keyof ClusterNetwork,
  found: string,
): void {
  const known = network[of].filter((range) => !range.includes(":"));
  if (found === "" || known.some((range) => contains(range, found))) return;
  throw new RunError(
    `openedx:cluster.network.${of} has no range with ${found}, where the ${of} of the cluster are. Add ${found}: ` +
      "instances are kept from the ranges that are written there, and from no other.",
  );
}
