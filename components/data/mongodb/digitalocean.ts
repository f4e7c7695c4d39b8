import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanSite } from "../../cluster/digitalocean/contract";
import { pin, type PinArgs } from "../../shared/lock";
import type { MongoServer, ServerNetwork } from "../contract";
import { createManagedDatabase } from "../digitalocean-database";
import { onePort } from "../network";
import type { DigitalOceanMongoSettings, MongoSettings } from "../settings";
import { digitaloceanMongo, MONGODB_PORT } from "./digitalocean-access";

export interface DigitalOceanMongoArgs extends PinArgs {
  readonly settings: DigitalOceanMongoSettings;
  readonly clusterName: string;
  readonly site: DigitalOceanSite;
}

/** A managed MongoDB server of DigitalOcean, which only the nodes of the cluster reach. */
export class DigitalOceanMongoServer extends pulumi.ComponentResource implements MongoServer {
  readonly network: ServerNetwork;
  readonly made = this;
  readonly asFound: pulumi.Output<MongoSettings>;
  readonly createDatabases: MongoServer["createDatabases"];

  constructor(
    name: string,
    args: DigitalOceanMongoArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { settings, site } = args;
    super("openedx:data:DigitalOceanMongoServer", name, { size: settings.size }, opts);
    const cidrs = [site.vpcCidr];
    this.network = { cidrs, ports: [onePort(MONGODB_PORT)] };
    const { provider } = site;
    const pinned = pin(`${name}-kind`, { kind: settings.kind }, args);
    const { server, firewall } = createManagedDatabase(
      name,
      { ...args, engine: "mongodb", version: settings.version },
      { parent: this, provider, dependsOn: [pinned] },
    );
    this.asFound = server.name.apply((existing): MongoSettings => ({
      ...{ kind: settings.kind, existing, network: { cidrs } },
    }));
    const { id, privateHost } = server;
    this.createDatabases = digitaloceanMongo(
      name,
      { id, privateHost, provider },
      { parent: this, dependsOn: [firewall] },
    );
    this.registerOutputs({ host: privateHost });
  }
}
