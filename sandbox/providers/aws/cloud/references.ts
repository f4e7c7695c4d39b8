import { held, named, type Reference } from "../../cloud/references";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ROLE = "aws:iam/role:Role";
const DATABASE = "aws:rds/instance:Instance";

/** What of AWS refers to what. */
export const REFERENCES: readonly Reference[] = [
  held(SUBNET, "vpcId", VPC),
  held(SECURITY_GROUP, "vpcId", VPC),
  held(ROUTE_TABLE, "vpcId", VPC),
  named(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "securityGroupId",
    SECURITY_GROUP,
  ),
  held("aws:ec2/internetGateway:InternetGateway", "vpcId", VPC),
  held("aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId", VPC),
  named("aws:ec2/vpcEndpoint:VpcEndpoint", "routeTableIds", ROUTE_TABLE),
  named("aws:ec2/route:Route", "routeTableId", ROUTE_TABLE),
  named("aws:ec2/route:Route", "gatewayId", "aws:ec2/internetGateway:InternetGateway"),
  named("aws:ec2/route:Route", "natGatewayId", "aws:ec2/natGateway:NatGateway"),
  // The provider takes associations away before it deletes a table.
  named("aws:ec2/routeTableAssociation:RouteTableAssociation", "routeTableId", ROUTE_TABLE),
  named("aws:ec2/routeTableAssociation:RouteTableAssociation", "subnetId", SUBNET),
  held("aws:ec2/natGateway:NatGateway", "subnetId", SUBNET),
  held("aws:ec2/natGateway:NatGateway", "allocationId", "aws:ec2/eip:Eip"),
  held(CLUSTER, "vpcConfig.subnetIds", SUBNET),
  held(CLUSTER, "vpcConfig.securityGroupIds", SECURITY_GROUP),
  held(NODE_GROUP, "clusterName", CLUSTER),
  held(NODE_GROUP, "subnetIds", SUBNET),
  named(NODE_GROUP, "launchTemplate.id", "aws:ec2/launchTemplate:LaunchTemplate"),
  named("aws:eks/addon:Addon", "clusterName", CLUSTER),
  named("aws:eks/accessEntry:AccessEntry", "clusterName", CLUSTER),
  named("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "clusterName", CLUSTER),
  named("aws:eks/podIdentityAssociation:PodIdentityAssociation", "clusterName", CLUSTER),
  held("aws:iam/rolePolicy:RolePolicy", "role", ROLE),
  held("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role", ROLE),
  named("aws:rds/subnetGroup:SubnetGroup", "subnetIds", SUBNET),
  held(DATABASE, "dbSubnetGroupName", "aws:rds/subnetGroup:SubnetGroup"),
  held(DATABASE, "parameterGroupName", "aws:rds/parameterGroup:ParameterGroup"),
  held(DATABASE, "vpcSecurityGroupIds", SECURITY_GROUP),
];
