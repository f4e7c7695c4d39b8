import { createHash, randomUUID } from "node:crypto";
import { OperatorError } from "../../../contract";
import { propertiesAt, textAt, type Properties } from "../../value";
import type { ControlPlane } from "../../cloud/control-plane";
import { arn, ec2Id } from "./made-up";
import type { CloudType } from "../../cloud/type";

/** One that is the same in every run, for what is identified by its names. */
const suffix = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 17);

const cluster = (controlPlane: ControlPlane): CloudType => ({
  autoNamed: "name",
  defaults: { bootstrapSelfManagedAddons: true },
  replaceOn: [
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "bootstrapSelfManagedAddons",
    "encryptionConfig",
    "kubernetesNetworkConfig.ipFamily",
    "kubernetesNetworkConfig.serviceIpv4Cidr",
    "name",
    "outpostConfig",
    "roleArn",
  ],
  taken: "ResourceInUseException",
  identify: (inputs, { region }) => {
    const name = textAt(inputs, "name");
    const { endpoint, certificateAuthority } = controlPlane.address();
    const vpcConfig = { ...propertiesAt(inputs, "vpcConfig"), clusterSecurityGroupId: ec2Id("sg") };
    return {
      id: name,
      outputs: {
        arn: arn("eks", region, `cluster/${name}`),
        certificateAuthority: { data: certificateAuthority },
        endpoint,
        platformVersion: "eks.1",
        status: "ACTIVE",
        vpcConfig,
      },
    };
  },
  made: (inputs) => {
    controlPlane.open(textAt(inputs, "name"), { cluster: controlPlane.address() });
    return Promise.resolve();
  },
  changed: ({ inputs, oldOutputs }) => {
    const { clusterSecurityGroupId = null } = propertiesAt(oldOutputs, "vpcConfig");
    const vpcConfig = { ...propertiesAt(inputs, "vpcConfig"), clusterSecurityGroupId };
    return Promise.resolve({ vpcConfig });
  },
  removing: ({ id, oldOutputs }) => {
    if (oldOutputs.deletionProtection === true)
      throw new OperatorError(
        `InvalidRequestException: deletion protection is enabled for the cluster ${id}; disable it first`,
      );
    controlPlane.close(id);
    return Promise.resolve();
  },
});

const addOn: CloudType = {
  replaceOn: ["addonName", "clusterName"],
  taken: "ResourceInUseException",
  identify: (inputs, { region }) => {
    const [clusterName, addonName] = [textAt(inputs, "clusterName"), textAt(inputs, "addonName")];
    const resource = `addon/${clusterName}/${addonName}/${randomUUID()}`;
    const addonVersion = inputs.addonVersion ?? "v1.0.0-eksbuild.1";
    return {
      id: `${clusterName}:${addonName}`,
      outputs: { addonVersion, arn: arn("eks", region, resource) },
    };
  },
};

const nodeGroup: CloudType = {
  autoNamed: "nodeGroupName",
  replaceOn: [
    "amiType",
    "capacityType",
    "clusterName",
    "diskSize",
    "instanceTypes",
    "launchTemplate.id",
    "launchTemplate.name",
    "nodeGroupName",
    "nodeGroupNamePrefix",
    "nodeRoleArn",
    "remoteAccess",
    "subnetIds",
  ],
  taken: "ResourceInUseException",
  identify: (inputs, { region }) => {
    const names = [textAt(inputs, "clusterName"), textAt(inputs, "nodeGroupName")];
    const autoscalingGroup = `eks-${names[1]}-${randomUUID()}`;
    return {
      id: names.join(":"),
      outputs: {
        arn: arn("eks", region, `nodegroup/${names.join("/")}/${randomUUID()}`),
        resources: [{ autoscalingGroups: [{ name: autoscalingGroup }] }],
        status: "ACTIVE",
      },
    };
  },
};

const accessEntry: CloudType = {
  defaults: { type: "STANDARD" },
  replaceOn: ["clusterName", "principalArn", "type"],
  taken: "ResourceInUseException",
  identify: (inputs, { region }) => {
    const names = clusterAnd(inputs, "principalArn");
    return {
      id: names.join(":"),
      outputs: { accessEntryArn: arn("eks", region, `access-entry/${suffix(names.join())}`) },
    };
  },
};

const accessPolicyAssociation: CloudType = {
  replaceOn: ["*"],
  identify: (inputs) => ({
    id: [...clusterAnd(inputs, "principalArn"), textAt(inputs, "policyArn")].join("#"),
    outputs: { associatedAt: new Date().toISOString() },
  }),
};

const podIdentityAssociation: CloudType = {
  replaceOn: ["clusterName", "namespace", "serviceAccount"],
  identify: (inputs, { region }) => {
    const [clusterName, namespace] = clusterAnd(inputs, "namespace");
    // There is one for each ServiceAccount, so its id is made of that.
    const id = `a-${suffix(`${clusterName} ${namespace} ${textAt(inputs, "serviceAccount")}`)}`;
    const associationArn = arn("eks", region, `podidentityassociation/${clusterName}/${id}`);
    return { id, outputs: { associationArn, associationId: id } };
  },
  taken: "ResourceInUseException",
};

const clusterAnd = (inputs: Properties, name: string): readonly [string, string] => [
  textAt(inputs, "clusterName"),
  textAt(inputs, name),
];

/** Clusters of EKS: their addresses are those of the sandbox's API server, and they have no nodes. */
export const eks = (controlPlane: ControlPlane): Readonly<Record<string, CloudType>> => ({
  "aws:eks/accessEntry:AccessEntry": accessEntry,
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": accessPolicyAssociation,
  "aws:eks/addon:Addon": addOn,
  "aws:eks/cluster:Cluster": cluster(controlPlane),
  "aws:eks/nodeGroup:NodeGroup": nodeGroup,
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": podIdentityAssociation,
});
