import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint";
import * as mongodbatlas from "@pulumi/mongodbatlas";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsSite } from "../../cluster/aws/contract";
import { admitNodes } from "../aws-access";
import type { PortRange } from "../contract";

/** Atlas gives each node a port of its own behind an endpoint: https://www.mongodb.com/docs/atlas/security-private-endpoint/ */
export const ENDPOINT_PORTS: PortRange = { from: 1024, to: 65_535 };

/** Atlas' name of a region of AWS: `EU_CENTRAL_1`. */
export const atlasRegion = (region: string): string => region.toUpperCase().replaceAll("-", "_");

export interface AtlasEndpointArgs {
  readonly projectId: string;
  readonly aws: AwsSite;
}

/** Where resources of Atlas hang, and the API that makes them. */
export interface AtlasOptions {
  readonly parent: pulumi.Resource;
  readonly provider: mongodbatlas.Provider;
}

export interface AtlasEndpoint {
  /** Id of the endpoint in the network. */
  readonly id: pulumi.Output<string>;
  /** The last of it that is made: Atlas takes connections from the endpoint. */
  readonly ready: pulumi.Resource;
}

/**
 * Opens a way from the network to the clusters of a project in the same region, for the nodes and nobody else: connections
 * come from there only, no address on the internet is admitted, and Atlas cannot connect back. The endpoint is in the database
 * subnets, so that what pods may reach for it has no node and no other pod in it, and needs no route.
 */
export function createAtlasEndpoint(
  name: string,
  { projectId, aws }: AtlasEndpointArgs,
  { parent, provider }: AtlasOptions,
): AtlasEndpoint {
  const onAws = { parent, provider: aws.provider };
  const service = new mongodbatlas.PrivateLinkEndpoint(
    `${name}-endpoint-service`,
    { projectId, providerName: "AWS", region: atlasRegion(aws.region) },
    { parent, provider },
  );
  const group = admitNodes(
    name,
    {
      aws,
      ports: ENDPOINT_PORTS,
      description: "MongoDB on Atlas from the nodes of the cluster",
    },
    onAws,
  );
  const endpoint = new VpcEndpoint(
    `${name}-endpoint`,
    {
      vpcId: aws.vpcId,
      serviceName: service.endpointServiceName,
      vpcEndpointType: "Interface",
      subnetIds: [...aws.databaseSubnets.ids],
      securityGroupIds: [group.id],
    },
    onAws,
  );
  const ready = new mongodbatlas.PrivateLinkEndpointService(
    `${name}-endpoint-link`,
    {
      projectId,
      privateLinkId: service.privateLinkId,
      endpointServiceId: endpoint.id,
      providerName: "AWS",
    },
    { parent, provider },
  );
  return { id: endpoint.id, ready };
}
