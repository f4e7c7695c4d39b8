import * as mongodbatlas from "@pulumi/mongodbatlas";
import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import { pin } from "../../shared/lock";
import type { MongoServer, ServerNetwork } from "../contract";
import { mongodbHosts, serverNetwork } from "../network";
import type { AtlasSettings, MongoSettings } from "../settings";
import { atlasDatabases } from "./atlas-access";

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
  readonly createDatabases: MongoServer["createDatabases"];

  constructor(name: string, args: AtlasArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:data:AtlasServer", name, { clusterName: settings.clusterName }, opts);
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
    const provider = new mongodbatlas.Provider(
      `${name}-atlas`,
      {},
      { parent: this, dependsOn: [pinned] },
    );
    this.createDatabases = atlasDatabases({ ...settings, provider });
    this.registerOutputs({ host: settings.host });
  }
}
