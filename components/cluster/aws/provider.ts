import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { type CloudClusterArgs, pinCloudCluster } from "../cloud-cluster";

/**
 * What makes and finds the things of a cluster on AWS. Credentials come from the environment of each run: what a provider is
 * given stays in the state.
 */
export const createAwsProvider = (
  name: string,
  args: CloudClusterArgs,
  parent: pulumi.Resource,
): Provider => {
  const { name: clusterName, region } = args.settings;
  return new Provider(
    `${name}-aws`,
    { region, defaultTags: { tags: { "openedx-cluster": clusterName } } },
    { parent, dependsOn: [pinCloudCluster(name, args)] },
  );
};
