import type { Cluster } from "@pulumi/aws/eks/cluster";
import type * as kubernetes from "@pulumi/kubernetes";
import { CLUSTER_AUTOSCALER_CHART } from "../../shared/versions";
import { installWithRole, type ReleaseOptions } from "./release";
import type { PolicyStatement } from "./role";
import type { AwsClusterSettings } from "./settings";

const CHART = "cluster-autoscaler";

/** Adds nodes for pods that find no room, and takes away those that few pods use, between `min` and `max` of each group. */
export const installAutoscaler = (
  name: string,
  args: { readonly settings: AwsClusterSettings; readonly cluster: Cluster },
  opts: ReleaseOptions,
): kubernetes.helm.v3.Release =>
  installWithRole(
    `${name}-autoscaler`,
    {
      cluster: args.cluster,
      chart: CHART,
      version: CLUSTER_AUTOSCALER_CHART,
      repository: "https://kubernetes.github.io/autoscaler",
      statements: autoscalerStatements(args.settings.name),
      values: {
        fullnameOverride: CHART,
        cloudProvider: "aws",
        awsRegion: args.settings.region,
        autoDiscovery: { clusterName: args.settings.name },
        rbac: { serviceAccount: { create: true, name: CHART } },
        extraArgs: { "balance-similar-node-groups": true, expander: "least-waste" },
      },
    },
    opts,
  );

/**
 * Of https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md, with changes
 * allowed only to what EKS has tagged as the cluster's own.
 */
export const autoscalerStatements = (clusterName: string): readonly PolicyStatement[] => [
  {
    Sid: "LookAround",
    Effect: "Allow",
    Action: [
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeAutoScalingInstances",
      "autoscaling:DescribeLaunchConfigurations",
      "autoscaling:DescribeScalingActivities",
      "autoscaling:DescribeTags",
      "ec2:DescribeImages",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:GetInstanceTypesFromInstanceRequirements",
      "eks:DescribeNodegroup",
    ],
    // These actions know no resource.
    Resource: "*",
  },
  {
    Sid: "ScaleOwnGroups",
    Effect: "Allow",
    Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
    // EKS makes up the names of the groups; the tag tells whose they are.
    Resource: "*",
    Condition: {
      StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned" },
    },
  },
];
