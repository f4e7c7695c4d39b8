import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { Cluster } from "@pulumi/aws/eks/cluster";
import { Key } from "@pulumi/aws/kms/key";
import { Stage } from "../../shared/stage";
import type { AwsOptions } from "./contract";
import type { Network } from "./network";
import { createRole } from "./role";
import type { AwsClusterSettings } from "./settings";

/** Of logs, which tell who did what. */
const LOG_DAYS = 90;

/** Makes the control plane of a cluster: its role, the key that Kubernetes' Secrets are encrypted with, its logs. */
export function createControlPlane(
  name: string,
  args: { readonly settings: AwsClusterSettings; readonly network: Network },
  opts: AwsOptions,
): Cluster {
  const { settings, network } = args;
  const key = new Key(
    `${name}-secrets-key`,
    {
      description: `Secrets of the Kubernetes cluster ${settings.name}`,
      enableKeyRotation: true,
      // The longest that AWS allows to think better of it; without the key nothing of the cluster can be read.
      deletionWindowInDays: 30,
    },
    opts,
  );
  const role = createRole(
    `${name}-control-plane`,
    {
      service: "eks",
      managed: ["AmazonEKSClusterPolicy"],
      statements: [
        {
          Sid: "EncryptSecrets",
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
          Resource: key.arn,
        },
      ],
    },
    opts,
  );
  const logs = new LogGroup(
    `${name}-logs`,
    // EKS writes to the group of this name, and makes one that is kept for ever if there is none.
    { name: `/aws/eks/${settings.name}/cluster`, retentionInDays: LOG_DAYS },
    opts,
  );
  const before = [logs, ...role.granted, ...network.ready];
  return new Cluster(
    `${name}-control-plane`,
    {
      name: settings.name,
      version: settings.kubernetesVersion,
      roleArn: role.arn,
      // All add-ons are resources of their own, so that their settings are.
      bootstrapSelfManagedAddons: false,
      // Who made the cluster has no rights by that: whoever runs `pulumi` is one of the administrators, or nobody is.
      accessConfig: {
        authenticationMode: "API",
        bootstrapClusterCreatorAdminPermissions: false,
      },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
      kubernetesNetworkConfig: { serviceIpv4Cidr: settings.serviceCidr },
      vpcConfig: { subnetIds: [...network.privateSubnetIds], ...apiEndpoint(name, args, opts) },
      deletionProtection: settings.deletionProtection,
    },
    {
      ...opts,
      parent: new Stage(`before-${name}-control-plane`, { parent: opts.parent, dependsOn: before }),
    },
  );
}

/** From where the API is reached. Nodes always reach it inside the network. */
function apiEndpoint(
  name: string,
  { settings, network }: { readonly settings: AwsClusterSettings; readonly network: Network },
  opts: AwsOptions,
) {
  const { apiAccess, apiCidrs = [] } = settings;
  const inside = { endpointPrivateAccess: true };
  switch (apiAccess) {
    case "public":
      return { ...inside, endpointPublicAccess: true };
    case "cidrs":
      return { ...inside, endpointPublicAccess: true, publicAccessCidrs: [...apiCidrs].sort() };
    case "private": {
      const group = new SecurityGroup(
        `${name}-api`,
        {
          vpcId: network.vpcId,
          description: "Reaches the Kubernetes API",
          ingress: [
            { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [...apiCidrs].sort() },
          ],
        },
        opts,
      );
      return { ...inside, endpointPublicAccess: false, securityGroupIds: [group.id] };
    }
    default:
      return apiAccess satisfies never;
  }
}
