import * as pulumi from "@pulumi/pulumi";
import type { PinArgs } from "../../shared/lock";
import type { MongoServer, ServerNetwork } from "../contract";
import { mongodbHosts, serverNetwork } from "../network";
import type { AtlasSettings, MongoSettings } from "../settings";
import { atlasDatabases, createAtlasProvider } from "./atlas-access";

export interface AtlasArgs extends PinArgs {
  readonly settings: AtlasSettings;
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
    const provider = createAtlasProvider(name, settings, args, this);
    this.createDatabases = atlasDatabases({ ...settings, provider });
    this.registerOutputs({ host: settings.host });
  }
}
