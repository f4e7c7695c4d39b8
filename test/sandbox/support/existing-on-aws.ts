import { accountFile, clustersFolder } from "../../../sandbox/providers/aws/cloud";
import { Account } from "../../../sandbox/providers/cloud/account";
import { ControlPlane } from "../../../sandbox/providers/cloud/control-plane";
import { sandbox } from "./sandbox";

const GROUP = "sg-9a8b7c6d5e4f30210";

/** Puts a cluster and a MySQL server into the sandbox's account of AWS, as somebody else's; {@link removeExisting} takes them away. */
export function placeExisting(cluster: string, server: string): void {
  const { directory, servers } = sandbox();
  const account = new Account(accountFile(directory));
  const controlPlane = new ControlPlane(clustersFolder(directory), servers.kubernetes.kubeconfig);
  const { endpoint, certificateAuthority } = controlPlane.address();
  controlPlane.open(cluster, { cluster: controlPlane.address() });
  const urn = "urn:pulumi:other::other::pulumi:pulumi:Stack::somebody-else";
  account.put({
    type: "aws:ec2/securityGroup:SecurityGroup",
    id: GROUP,
    urn,
    inputs: {},
    outputs: {},
  });
  account.put({
    ...{ type: "aws:eks/cluster:Cluster", id: cluster, urn },
    inputs: { kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" } },
    outputs: {
      endpoint,
      certificateAuthority: { data: certificateAuthority },
      vpcConfig: { vpcId: "vpc-9a8b7c6d5e4f30210", clusterSecurityGroupId: GROUP },
    },
  });
  account.put({
    ...{ type: "aws:rds/instance:Instance", id: server, urn },
    inputs: {
      engine: "mysql",
      username: servers.mysql.adminUser,
      vpcSecurityGroupIds: [GROUP],
    },
    outputs: { address: `${server}.0a1b2c3d.eu-central-1.rds.amazonaws.com`, port: 3306 },
  });
}

/** Takes away what {@link placeExisting} has put there. */
export function removeExisting(cluster: string, server: string): void {
  const { directory, servers } = sandbox();
  const account = new Account(accountFile(directory));
  account.remove("aws:rds/instance:Instance", server);
  account.remove("aws:eks/cluster:Cluster", cluster);
  account.remove("aws:ec2/securityGroup:SecurityGroup", GROUP);
  new ControlPlane(clustersFolder(directory), servers.kubernetes.kubeconfig).close(cluster);
}
