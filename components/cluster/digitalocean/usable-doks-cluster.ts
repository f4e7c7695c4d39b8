import { RunError } from "@pulumi/pulumi";
import { requireRange } from "../found-network";
import type { ExistingDoksSettings } from "./settings";

/** What DigitalOcean tells of a cluster, as far as it is used. */
export interface FoundDoksCluster {
  readonly id: string;
  readonly region: string;
  readonly endpoint: string;
  readonly vpcUuid: string;
  /** Range of the pods. */
  readonly clusterSubnet: string;
  /** Range of the Services. */
  readonly serviceSubnet: string;
  /** Base64 of the PEM of the API's authority. */
  readonly certificateAuthority: string;
}

/**
 * The cluster, if it is where the settings say.
 *
 * @throws RunError for one of another region, or with ranges that the settings do not name
 */
export function usableDoksCluster(
  { existing, region, network }: ExistingDoksSettings,
  found: FoundDoksCluster,
): FoundDoksCluster {
  if (found.region !== region)
    throw new RunError(
      `openedx:cluster.existing is "${existing}", which is in ${found.region}, while openedx:cluster.region is ${region}. ` +
        `Write ${found.region}, or the name of a cluster in ${region}: \`doctl kubernetes cluster list\` lists them.`,
    );
  requireRange(network, "pods", found.clusterSubnet);
  requireRange(network, "services", found.serviceSubnet);
  return found;
}
