import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import type { Cluster } from "@pulumi/aws/eks/cluster";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsOptions } from "./contract";
import type { Network } from "./network";
import { createRole, type GrantedRole } from "./role";
import type { AwsClusterSettings, NodeGroupSettings } from "./settings";

/**
 * What the kubelet needs. The right to give pods addresses is the nodes' own, because the add-on that does so runs
 * before any pod could be given a role.
 */
const NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKS_CNI_Policy",
];

interface NodesArgs {
  readonly settings: AwsClusterSettings;
  readonly cluster: Cluster;
  readonly network: Network;
  /** What must be on the cluster before its first node. */
  readonly before: readonly pulumi.Resource[];
}

/** Makes the node groups of a cluster, in the private subnets. */
export function createNodeGroups(name: string, args: NodesArgs, opts: AwsOptions): NodeGroup[] {
  const role = createRole(`${name}-nodes`, { service: "ec2", managed: NODE_POLICIES }, opts);
  return Object.entries(args.settings.nodeGroups).map(([group, settings]) =>
    createNodeGroup(`${name}-nodes-${group}`, { ...args, group, its: settings, role }, opts),
  );
}

function createNodeGroup(
  name: string,
  args: NodesArgs & {
    readonly group: string;
    readonly its: NodeGroupSettings;
    readonly role: GrantedRole;
  },
  opts: AwsOptions,
): NodeGroup {
  const { settings, cluster, network, before, group, its, role } = args;
  const template = createLaunchTemplate(name, { cluster: settings.name, group, its }, opts);
  // Without a name of its own a group of other machines is made beside the old one, which is then drained.
  return new NodeGroup(
    name,
    {
      clusterName: cluster.name,
      version: settings.kubernetesVersion,
      nodeRoleArn: role.arn,
      subnetIds: [...network.privateSubnetIds],
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: its.capacity === "spot" ? "SPOT" : "ON_DEMAND",
      // Sorted, as another order would be another group.
      instanceTypes: [...its.instanceTypes].sort(),
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      scalingConfig: { minSize: its.min, maxSize: its.max, desiredSize: its.desired ?? its.min },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: { "openedx.org/node-group": group },
    },
    {
      ...opts,
      // The autoscaler moves it.
      ignoreChanges: ["scalingConfig.desiredSize"],
      dependsOn: [...before, ...role.granted],
    },
  );
}

const createLaunchTemplate = (
  name: string,
  args: { readonly cluster: string; readonly group: string; readonly its: NodeGroupSettings },
  opts: AwsOptions,
): LaunchTemplate =>
  new LaunchTemplate(
    `${name}-template`,
    {
      // One hop ends at the node: a pod does not reach the node's own credentials.
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: args.its.diskGiB,
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: { Name: `${args.cluster}-${args.group}` },
      })),
    },
    opts,
  );
