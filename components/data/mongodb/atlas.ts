import * as mongodbatlas from "@pulumi/mongodbatlas";
import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import { pin } from "../../shared/lock";
import type {
  AccessOptions,
  MongoAccess,
  MongoAccessArgs,
  MongoServer,
  PlacedData,
  ServerNetwork,
} from "../contract";
import { mongodbHosts, serverNetwork } from "../network";
import type { AtlasSettings, MongoSettings } from "../settings";
import { grantAtlasAccess } from "./atlas-access";

export interface AtlasArgs {
  readonly settings: AtlasSettings;
  /** Whether an instance on it is protected from deletion, which keeps project and cluster from being changed. */
  readonly carriesProtected: boolean;
  readonly random: random.Provider;
}

/** A MongoDB Atlas cluster that exists. Its API keys come from the environment of the run. */
export class AtlasServer extends pulumi.ComponentResource implements MongoServer {
  readonly network: ServerNetwork;
  readonly asFound: pulumi.Output<MongoSettings>;
  private readonly provider: mongodbatlas.Provider;
  private readonly settings: AtlasSettings;

  constructor(name: string, args: AtlasArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:data:AtlasServer", name, { clusterName: settings.clusterName }, opts);
    this.settings = settings;
    this.asFound = pulumi.output(settings);
    const { hosts, ports } = mongodbHosts(settings.host);
    const given = settings.network?.ports;
    this.network = serverNetwork(hosts, given === undefined ? ports : [given], settings.network);
    const { kind, projectId, clusterName } = settings;
    const pinned = pin(
      `${name}-kind`,
      { settings: { kind, projectId, clusterName }, carriesProtected: args.carriesProtected },
      { provider: args.random },
    );
    this.provider = new mongodbatlas.Provider(
      `${name}-atlas`,
      {},
      { parent: this, dependsOn: [pinned] },
    );
    this.registerOutputs({ host: settings.host });
  }

  /** Atlas has no API that makes or drops a database. */
  createDatabases(
    name: string,
    args: MongoAccessArgs,
    { parent }: AccessOptions,
  ): PlacedData<MongoAccess> {
    const { provider, settings } = this;
    return {
      data: [],
      grantAccess: (after) =>
        grantAtlasAccess(name, { ...args, settings }, { parent, provider, dependsOn: [...after] }),
    };
  }
}
