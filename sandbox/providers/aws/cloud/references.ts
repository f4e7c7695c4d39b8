import { OperatorError } from "../../../contract";
import { isProperties, type Properties, type Value } from "../../value";
import type { Account } from "./account";

/** An input that holds the id of another thing. */
interface Reference {
  readonly from: string;
  /** Path of the input; its value is an id or a list of them. */
  readonly input: string;
  readonly to: string;
  /** Whether AWS refuses to delete what is referred to. */
  readonly holds: boolean;
}

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ROLE = "aws:iam/role:Role";
const DATABASE = "aws:rds/instance:Instance";

const held = (from: string, input: string, to: string): Reference => ({
  ...{ from, input, to },
  holds: true,
});
const named = (from: string, input: string, to: string): Reference => ({
  ...{ from, input, to },
  holds: false,
});

const REFERENCES: readonly Reference[] = [
  held(SUBNET, "vpcId", VPC),
  held(SECURITY_GROUP, "vpcId", VPC),
  held(ROUTE_TABLE, "vpcId", VPC),
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

/** Refuses an input that names a thing that is not there. @throws OperatorError */
export function requireReferenced(account: Account, type: string, inputs: Properties): void {
  for (const { input, to } of REFERENCES.filter(({ from }) => from === type))
    for (const id of idsAt(inputs, input))
      if (account.find(to, id) === undefined)
        throw new OperatorError(
          `NotFoundException: ${input} is "${id}", and the account has no such ${nameOf(to)}`,
        );
}

/** Refuses to delete what other things need. @throws OperatorError */
export function requireUnused(account: Account, type: string, id: string): void {
  for (const { from, input } of REFERENCES.filter(({ to, holds }) => holds && to === type)) {
    const user = account.ofType(from).find(({ inputs }) => idsAt(inputs, input).includes(id));
    if (user !== undefined)
      throw new OperatorError(
        `DependencyViolation: ${nameOf(type)} "${id}" has a dependent object and cannot be deleted: ` +
          `${nameOf(from)} "${user.id}"`,
      );
  }
}

function idsAt(inputs: Properties, path: string): readonly string[] {
  const value = path
    .split(".")
    .reduce<Value | undefined>((at, name) => (isProperties(at) ? at[name] : undefined), inputs);
  const ids = Array.isArray(value) ? value : [value];
  return ids.filter((id) => typeof id === "string");
}

/** `Subnet` of `aws:ec2/subnet:Subnet`. */
export const nameOf = (type: string): string => type.slice(type.lastIndexOf(":") + 1);
