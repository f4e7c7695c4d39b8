import { getVpcOutput, type GetVpcResult } from "@pulumi/digitalocean/getVpc";
import { Vpc } from "@pulumi/digitalocean/vpc";
import * as pulumi from "@pulumi/pulumi";
import { suffixed } from "../../shared/names";
import type { DigitalOceanOptions } from "./contract";
import type { DigitalOceanClusterSettings } from "./settings";

/**
 * The private network of nodes and data servers: the one that exists, or else one of the cluster's own.
 *
 * @returns its UUID
 */
export function networkFor(
  name: string,
  settings: DigitalOceanClusterSettings,
  opts: DigitalOceanOptions,
): pulumi.Output<string> {
  const { vpc, name: cluster, region, vpcCidr } = settings;
  if (vpc !== undefined)
    return getVpcOutput({ id: vpc.existing }, opts).apply(
      (found) => usableVpc({ existing: vpc.existing, region, vpcCidr }, found).id,
    );
  return new Vpc(
    `${name}-network`,
    { name: suffixed(cluster, "-", "network"), region, ipRange: vpcCidr },
    // What was in it takes a while to be gone.
    { ...opts, customTimeouts: { delete: "15m" } },
  ).id;
}

/** What DigitalOcean tells of a network, as far as it is used. */
export type FoundVpc = Pick<GetVpcResult, "id" | "region" | "ipRange">;

/**
 * The network, if it is what the settings say.
 *
 * @throws RunError for one of another region or range
 */
export function usableVpc(
  said: { readonly existing: string; readonly region: string; readonly vpcCidr: string },
  found: FoundVpc,
): FoundVpc {
  const { existing, region, vpcCidr } = said;
  if (found.region !== region)
    throw new pulumi.RunError(
      `openedx:cluster.vpc.existing is "${existing}", which is in ${found.region}, while openedx:cluster.region is ${region}. ` +
        `Write ${found.region}, or a network in ${region}: \`doctl vpcs list\` lists them.`,
    );
  if (found.ipRange !== vpcCidr)
    throw new pulumi.RunError(
      `openedx:cluster.vpcCidr is ${vpcCidr}, while the network ${existing} has ${found.ipRange}. Write ${found.ipRange}.`,
    );
  return found;
}
