import { randomInt } from "node:crypto";
import { OperatorError } from "../../../contract";
import { optionalTextAt, textAt } from "../../value";
import { arn, ec2Id } from "./made-up";
import type { CloudType, Identity, Place } from "../../cloud/type";

/** What has an id of EC2's, and an ARN. */
const identified =
  (prefix: string, kind: string) =>
  (_inputs: unknown, { region }: Place): Identity => {
    const id = ec2Id(prefix);
    return { id, outputs: { arn: arn("ec2", region, `${kind}/${id}`) } };
  };

const owned = (prefix: string, kind: string, replaceOn: readonly string[]): CloudType => ({
  replaceOn,
  identify: identified(prefix, kind),
});

const eip: CloudType = {
  replaceOn: ["address", "customerOwnedIpv4Pool", "domain", "networkBorderGroup", "publicIpv4Pool"],
  identify: (inputs, place) => {
    const { id, outputs } = identified("eipalloc", "elastic-ip")(inputs, place);
    // Of the range that is kept for documentation.
    const publicIp = `203.0.113.${randomInt(1, 255)}`;
    return { id, outputs: { ...outputs, allocationId: id, publicIp } };
  },
};

const launchTemplate: CloudType = {
  autoNamed: "name",
  replaceOn: ["name", "namePrefix"],
  unknownInPlan: ["latestVersion"],
  identify: (inputs, place) => {
    const { id, outputs } = identified("lt", "launch-template")(inputs, place);
    return { id, outputs: { ...outputs, defaultVersion: 1, latestVersion: 1 } };
  },
  changed: ({ oldOutputs }) =>
    Promise.resolve({ latestVersion: Number(oldOutputs.latestVersion) + 1 }),
};

const route: CloudType = {
  replaceOn: [
    "routeTableId",
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
  ],
  taken: "RouteAlreadyExists",
  identify: (inputs) => {
    const target =
      optionalTextAt(inputs, "destinationCidrBlock") ??
      optionalTextAt(inputs, "destinationIpv6CidrBlock") ??
      optionalTextAt(inputs, "destinationPrefixListId");
    if (target === undefined)
      throw new OperatorError("InvalidParameter: a route needs one destination");
    const id = `r-${textAt(inputs, "routeTableId")}-${target}`;
    return { id, outputs: { origin: "CreateRoute", state: "active" } };
  },
};

const routeTableAssociation: CloudType = {
  replaceOn: ["gatewayId", "subnetId"],
  identify: () => ({ id: ec2Id("rtbassoc"), outputs: {} }),
};

const securityGroup: CloudType = {
  autoNamed: "name",
  defaults: { description: "Managed by Pulumi" },
  replaceOn: ["description", "name", "namePrefix", "vpcId"],
  identify: identified("sg", "security-group"),
};

/** Another source or port is another rule of the same id. */
const ingressRule: CloudType = {
  replaceOn: ["securityGroupId"],
  identify: (_inputs, { region }) => {
    const id = ec2Id("sgr");
    const outputs = {
      arn: arn("ec2", region, `security-group-rule/${id}`),
      securityGroupRuleId: id,
    };
    return { id, outputs };
  },
};

const vpcEndpoint: CloudType = {
  defaults: { vpcEndpointType: "Gateway" },
  replaceOn: ["serviceName", "serviceRegion", "vpcEndpointType", "vpcId"],
  identify: (inputs, place) => {
    const { id, outputs } = identified("vpce", "vpc-endpoint")(inputs, place);
    return { id, outputs: { ...outputs, prefixListId: ec2Id("pl"), state: "available" } };
  },
};

const vpc: CloudType = {
  defaults: { enableDnsSupport: true, instanceTenancy: "default" },
  replaceOn: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  identify: (inputs, place) => {
    const { id, outputs } = identified("vpc", "vpc")(inputs, place);
    const defaults = {
      defaultNetworkAclId: ec2Id("acl"),
      defaultRouteTableId: ec2Id("rtb"),
      defaultSecurityGroupId: ec2Id("sg"),
    };
    const mainRouteTableId = defaults.defaultRouteTableId;
    return { id, outputs: { ...outputs, ...defaults, mainRouteTableId } };
  },
};

const subnet: CloudType = {
  ...owned("subnet", "subnet", [
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
    "ipv6Native",
    "outpostArn",
    "vpcId",
  ]),
  taken: "InvalidSubnet.Conflict",
};

const natGateway: CloudType = {
  defaults: { connectivityType: "public" },
  replaceOn: ["allocationId", "connectivityType", "privateIp", "subnetId"],
  identify: (inputs, place) => {
    const address = place.account.find(
      "aws:ec2/eip:Eip",
      optionalTextAt(inputs, "allocationId") ?? "",
    );
    const publicIp = address?.outputs.publicIp ?? null;
    return { id: ec2Id("nat"), outputs: { publicIp, associationId: ec2Id("eipassoc") } };
  },
};

/** Networks and machines. */
export const EC2: Readonly<Record<string, CloudType>> = {
  "aws:ec2/eip:Eip": eip,
  "aws:ec2/internetGateway:InternetGateway": owned("igw", "internet-gateway", []),
  "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
  "aws:ec2/natGateway:NatGateway": natGateway,
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTable:RouteTable": owned("rtb", "route-table", ["vpcId"]),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": routeTableAssociation,
  "aws:ec2/securityGroup:SecurityGroup": securityGroup,
  "aws:ec2/subnet:Subnet": subnet,
  "aws:ec2/vpc:Vpc": vpc,
  "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ingressRule,
};
