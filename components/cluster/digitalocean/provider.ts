import { Provider } from "@pulumi/digitalocean/provider";
import type * as pulumi from "@pulumi/pulumi";
import { type CloudClusterArgs, pinCloudCluster } from "../cloud-cluster";

/**
 * What makes and finds the things of a cluster on DigitalOcean. Credentials come from the environment of each run: what a
 * provider is given stays in the state.
 */
export const createDigitalOceanProvider = (
  name: string,
  args: CloudClusterArgs,
  parent: pulumi.Resource,
): Provider =>
  new Provider(`${name}-digitalocean`, {}, { parent, dependsOn: [pinCloudCluster(name, args)] });
