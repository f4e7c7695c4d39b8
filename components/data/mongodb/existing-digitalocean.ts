import { getDatabaseClusterOutput } from "@pulumi/digitalocean/getDatabaseCluster";
import { Provider } from "@pulumi/digitalocean/provider";
import * as pulumi from "@pulumi/pulumi";
import { pin, type PinArgs } from "../../shared/lock";
import type { MongoServer, ServerNetwork } from "../contract";
import { onePort } from "../network";
import type { ExistingDigitalOceanMongoSettings, MongoSettings } from "../settings";
import { digitaloceanMongo, MONGODB_PORT } from "./digitalocean-access";

export interface ExistingDigitalOceanMongoArgs extends PinArgs {
  readonly settings: ExistingDigitalOceanMongoSettings;
}

/** A managed MongoDB server of DigitalOcean that exists. The token comes from the environment of the run. */
export class ExistingDigitalOceanMongoServer
  extends pulumi.ComponentResource
  implements MongoServer
{
  readonly network: ServerNetwork;
  readonly asFound: pulumi.Output<MongoSettings>;
  readonly createDatabases: MongoServer["createDatabases"];

  constructor(
    name: string,
    args: ExistingDigitalOceanMongoArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { settings } = args;
    const { kind, existing } = settings;
    super("openedx:data:ExistingDigitalOceanMongoServer", name, { existing }, opts);
    this.network = { cidrs: settings.network.cidrs, ports: [onePort(MONGODB_PORT)] };
    this.asFound = pulumi.output(settings);
    const pinned = pin(`${name}-kind`, { kind, existing }, args);
    const provider = new Provider(
      `${name}-digitalocean`,
      {},
      { parent: this, dependsOn: [pinned] },
    );
    const server = getDatabaseClusterOutput({ name: existing }, { parent: this, provider });
    // Nothing else of the answer is taken: the administrator's password is in it.
    const { id, privateHost } = server;
    this.createDatabases = digitaloceanMongo(
      name,
      { id, privateHost, provider },
      { parent: this, dependsOn: [] },
    );
    this.registerOutputs({ host: privateHost });
  }
}
