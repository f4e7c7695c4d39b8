import { Addon } from "@pulumi/aws/eks/addon";
import type { Cluster } from "@pulumi/aws/eks/cluster";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsOptions } from "./contract";
import { createRole } from "./role";

interface AddOnsArgs {
  readonly cluster: Cluster;
}

/** Add-ons that a node needs to become ready: pods' network, Services, and the agent that gives pods their roles. */
export const createNodeAddOns = (name: string, { cluster }: AddOnsArgs, opts: AwsOptions) => [
  createAddOn(name, { cluster, addOn: "vpc-cni", values: { enableNetworkPolicy: "true" } }, opts),
  createAddOn(name, { cluster, addOn: "kube-proxy" }, opts),
  createAddOn(name, { cluster, addOn: "eks-pod-identity-agent" }, opts),
];

/** Add-ons that are made of pods, which wait for nodes: names, volumes, and what pods use for the autoscaler of pods. */
export function createPodAddOns(
  name: string,
  { cluster, nodes }: AddOnsArgs & { readonly nodes: readonly pulumi.Resource[] },
  opts: AwsOptions,
): Addon[] {
  const volumes = createRole(
    `${name}-volumes`,
    { service: "pods.eks", managed: ["service-role/AmazonEBSCSIDriverPolicy"] },
    opts,
  );
  const after = { ...opts, dependsOn: [...nodes] };
  return [
    createAddOn(name, { cluster, addOn: "coredns" }, after),
    createAddOn(name, { cluster, addOn: "metrics-server" }, after),
    createAddOn(
      name,
      {
        cluster,
        addOn: "aws-ebs-csi-driver",
        identity: { serviceAccount: "ebs-csi-controller-sa", roleArn: volumes.arn },
      },
      { ...after, dependsOn: [...nodes, ...volumes.granted] },
    ),
  ];
}

const createAddOn = (
  name: string,
  args: {
    readonly cluster: Cluster;
    readonly addOn: string;
    readonly values?: Readonly<Record<string, string>>;
    readonly identity?: {
      readonly serviceAccount: string;
      readonly roleArn: pulumi.Output<string>;
    };
  },
  opts: AwsOptions & { readonly dependsOn?: pulumi.Resource[] },
): Addon =>
  new Addon(
    `${name}-${args.addOn}`,
    {
      clusterName: args.cluster.name,
      addonName: args.addOn,
      configurationValues: args.values && JSON.stringify(args.values),
      podIdentityAssociations: args.identity && [args.identity],
      // No version is stated: EKS takes the one for the cluster's version, and an upgrade is the operator's.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
    },
    opts,
  );
