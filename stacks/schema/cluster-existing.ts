import { z } from "zod";
import { awsRegion, databaseSubnets } from "./aws-common";
import { client, domain, environment, name } from "./cluster-common";
import { region } from "./digitalocean-common";
import { clusterNetwork } from "./network";
import { section, text } from "./text";

/** Clusters of a cloud that are there already: used, and never changed or deleted. */

export const existingEks = section({
  kind: z.literal("aws"),
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
  existing: text(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
    "the name of an EKS cluster; `aws eks list-clusters` lists them",
  ).describe(
    "For `aws`: name of an EKS cluster that is there already, instead of all that one to be made has. It is used and never " +
      "changed or deleted, and no kubeconfig is needed. See docs/clouds.md.",
  ),
  name,
  environment,
  domain,
  region: awsRegion,
  network: clusterNetwork,
  nodeSecurityGroup: text(/^sg-[0-9a-f]{8,17}$/, "the id of a security group, such as sg-0a1b2c3d")
    .optional()
    .describe(
      "Only with `existing`, for `aws`: the security group that all nodes are in, which servers let in. Without it: the one that " +
        "EKS has made for the cluster.",
    ),
  databaseSubnets,
  client,
});

export const existingDoks = section({
  kind: z.literal("digitalocean"),
  existing: text(
    /^[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?$/,
    "the name of a Kubernetes cluster; `doctl kubernetes cluster list` lists them",
  ).describe(
    "For `digitalocean`: name of a Kubernetes cluster that is there already. It is used and never changed or deleted, and no " +
      "kubeconfig is needed. The first range of `network.nodes` is that of its VPC.",
  ),
  name,
  environment,
  domain,
  region: region(),
  network: clusterNetwork,
  client,
});
