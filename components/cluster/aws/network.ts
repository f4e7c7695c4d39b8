import { Eip } from "@pulumi/aws/ec2/eip";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway";
import { NatGateway } from "@pulumi/aws/ec2/natGateway";
import { Route } from "@pulumi/aws/ec2/route";
import { RouteTable } from "@pulumi/aws/ec2/routeTable";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation";
import { Subnet } from "@pulumi/aws/ec2/subnet";
import { Vpc } from "@pulumi/aws/ec2/vpc";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsOptions } from "./contract";
import type { AwsClusterSettings } from "./settings";
import { planSubnets, type ZoneRanges } from "./subnets";

/** A network with subnets in each zone. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  readonly databaseSubnetIds: readonly pulumi.Output<string>[];
  readonly databaseCidrs: readonly string[];
  /** All that a node needs to reach the internet. */
  readonly ready: readonly pulumi.Resource[];
}

type NetworkSettings = Pick<
  AwsClusterSettings,
  "name" | "region" | "vpcCidr" | "availabilityZones" | "natGateways"
>;

/** Makes the network of a cluster: public, private and database subnets in each zone. */
export function createNetwork(name: string, settings: NetworkSettings, opts: AwsOptions): Network {
  const vpc = new Vpc(
    `${name}-vpc`,
    {
      cidrBlock: settings.vpcCidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: settings.name },
    },
    opts,
  );
  const zones = planSubnets(settings.vpcCidr, settings.availabilityZones ?? []);
  const make = (tier: Tier, ranges: ZoneRanges) =>
    createSubnet(`${name}-${tier}-${ranges.letter}`, { vpc, tier, ranges, settings }, opts);
  const publicSubnets = zones.map((ranges) => ({ ...ranges, subnet: make("public", ranges) }));
  const privateSubnets = zones.map((ranges) => ({ ...ranges, subnet: make("private", ranges) }));
  const databaseSubnets = zones.map((ranges) => ({ ...ranges, subnet: make("database", ranges) }));

  const gateway = new InternetGateway(`${name}-internet`, { vpcId: vpc.id }, opts);
  const way = { destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id };
  const outside = connect(`${name}-public`, { vpc, subnets: publicSubnets, way }, opts);

  const perZone = settings.natGateways === "per-zone";
  const gateways = (perZone ? publicSubnets : publicSubnets.slice(0, 1)).map(({ letter, subnet }) =>
    createNatGateway(`${name}-nat-${letter}`, { subnet, outside: outside.ready }, opts),
  );
  const inside = privateSubnets.map((zone, index) => {
    const natGatewayId = (gateways[index] ?? gateways[0])?.id;
    const wayOut = { destinationCidrBlock: "0.0.0.0/0", natGatewayId };
    const private_ = { vpc, subnets: [zone], way: wayOut };
    return connect(`${name}-private-${zone.letter}`, private_, opts);
  });
  const closed = connect(`${name}-database`, { vpc, subnets: databaseSubnets }, opts);
  const tables = [...inside, outside].map(({ table }) => table.id);
  const storage = createStorageEndpoint(name, { vpc, region: settings.region, tables }, opts);

  return {
    vpcId: vpc.id,
    privateSubnetIds: privateSubnets.map(({ subnet }) => subnet.id),
    databaseSubnetIds: databaseSubnets.map(({ subnet }) => subnet.id),
    databaseCidrs: databaseSubnets.map((zone) => zone.database),
    ready: [storage, ...closed.ready, ...inside.flatMap(({ ready }) => ready)],
  };
}

type Tier = "public" | "private" | "database";

/** By these tags the load-balancer controller finds where to put load balancers. */
const ROLES: Readonly<Record<Tier, Readonly<Record<string, string>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
  database: {},
};

const createSubnet = (
  name: string,
  args: {
    readonly vpc: Vpc;
    readonly tier: Tier;
    readonly ranges: ZoneRanges;
    readonly settings: NetworkSettings;
  },
  opts: AwsOptions,
): Subnet =>
  new Subnet(
    name,
    {
      vpcId: args.vpc.id,
      availabilityZone: args.ranges.zone,
      cidrBlock: args.ranges[args.tier],
      // Nothing of ours needs it: load balancers and NAT gateways bring their own addresses.
      mapPublicIpOnLaunch: false,
      tags: {
        Name: `${args.settings.name}-${args.tier}-${args.ranges.letter}`,
        ...ROLES[args.tier],
      },
    },
    opts,
  );

interface Connection {
  readonly table: RouteTable;
  readonly ready: readonly pulumi.Resource[];
}

/** One route table for some subnets. Without a way out they have none. */
function connect(
  name: string,
  args: {
    readonly vpc: Vpc;
    readonly subnets: readonly { readonly letter: string; readonly subnet: Subnet }[];
    readonly way?: {
      readonly destinationCidrBlock: string;
      readonly gatewayId?: pulumi.Input<string>;
      readonly natGatewayId?: pulumi.Input<string>;
    };
  },
  opts: AwsOptions,
): Connection {
  const { vpc, subnets, way } = args;
  const table = new RouteTable(`${name}-routes`, { vpcId: vpc.id, tags: { Name: name } }, opts);
  const routes =
    way === undefined
      ? []
      : [new Route(`${name}-way-out`, { routeTableId: table.id, ...way }, opts)];
  const associations = subnets.map(
    ({ letter, subnet }) =>
      new RouteTableAssociation(
        `${name}-routes-of-${letter}`,
        { routeTableId: table.id, subnetId: subnet.id },
        opts,
      ),
  );
  return { table, ready: [...routes, ...associations] };
}

function createNatGateway(
  name: string,
  args: { readonly subnet: Subnet; readonly outside: readonly pulumi.Resource[] },
  opts: AwsOptions,
): NatGateway {
  // An address is only of use, and only let go, while the subnet has a way out.
  const connected = { ...opts, dependsOn: [...args.outside] };
  const address = new Eip(`${name}-address`, { domain: "vpc", tags: { Name: name } }, connected);
  return new NatGateway(
    name,
    { allocationId: address.id, subnetId: args.subnet.id, tags: { Name: name } },
    connected,
  );
}

/** Buckets are reached without the NAT gateway, which counts every byte. */
const createStorageEndpoint = (
  name: string,
  args: {
    readonly vpc: Vpc;
    readonly region: string;
    readonly tables: readonly pulumi.Input<string>[];
  },
  opts: AwsOptions,
): VpcEndpoint =>
  new VpcEndpoint(
    `${name}-s3`,
    {
      vpcId: args.vpc.id,
      serviceName: `com.amazonaws.${args.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...args.tables],
    },
    opts,
  );
