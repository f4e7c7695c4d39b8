import type * as mongodbatlas from "@pulumi/mongodbatlas";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSite } from "../../cluster/aws/contract";
import type { PinArgs } from "../../shared/lock";
import { suffixed } from "../../shared/names";
import type { MongoServer, ServerNetwork } from "../contract";
import type { MadeAtlasSettings, MongoSettings } from "../settings";
import { atlasDatabases, createAtlasProvider } from "./atlas-access";
import { createAtlasCluster } from "./atlas-cluster";
import { createAtlasEndpoint, ENDPOINT_PORTS } from "./atlas-endpoint";

export interface MadeAtlasArgs extends PinArgs {
  readonly settings: MadeAtlasSettings;
  readonly clusterName: string;
  readonly aws: AwsSite;
}

/** A MongoDB Atlas cluster behind a private endpoint, which only the nodes of the cluster reach. */
export class MadeAtlasServer extends pulumi.ComponentResource implements MongoServer {
  readonly network: ServerNetwork;
  readonly made = this;
  readonly asFound: pulumi.Output<MongoSettings>;
  readonly createDatabases: MongoServer["createDatabases"];

  constructor(name: string, args: MadeAtlasArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings, aws } = args;
    const { kind, projectId } = settings;
    super("openedx:data:MadeAtlasServer", name, { size: settings.size }, opts);
    const { cidrs } = aws.databaseSubnets;
    const clusterName = suffixed(args.clusterName, "-", "mongodb");
    this.network = { cidrs, ports: [ENDPOINT_PORTS] };
    const provider = createAtlasProvider(name, { kind, projectId, clusterName }, args, this);
    const atlas = { parent: this, provider };
    const endpoint = createAtlasEndpoint(name, { projectId, aws }, atlas);
    const cluster = createAtlasCluster(
      name,
      { settings, clusterName, region: aws.region, endpoint },
      atlas,
    );
    const host = pulumi
      .all([cluster.connectionStrings, endpoint.id])
      .apply(([strings, id]) => addressThrough(strings, id));
    this.asFound = host.apply((address): MongoSettings => ({
      ...{ kind, projectId, clusterName, host: address },
      network: { cidrs, ports: ENDPOINT_PORTS },
    }));
    this.createDatabases = atlasDatabases({
      ...{ projectId, clusterName: cluster.name, host, provider },
    });
    this.registerOutputs({ host });
  }
}

/**
 * The address of a cluster that leads through one endpoint.
 *
 * @throws Error where Atlas has not told it
 */
export function addressThrough(
  {
    privateEndpoints,
  }: Pick<mongodbatlas.types.output.AdvancedClusterConnectionStrings, "privateEndpoints">,
  endpointId: string,
): string {
  const through = privateEndpoints.find(({ endpoints }) =>
    endpoints.some((endpoint) => endpoint.endpointId === endpointId),
  );
  if (through !== undefined) return through.srvConnectionString;
  throw new Error(
    `Atlas tells no address of the cluster that leads through the private endpoint ${endpointId}. It does so when the endpoint ` +
      "is available and the cluster idle: wait until Atlas shows both, and run pulumi refresh and pulumi up.",
  );
}
