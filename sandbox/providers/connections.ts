import { createHash } from "node:crypto";
import { OperatorError } from "../contract";
import type { StandIn } from "./contract";
import type { Properties } from "./value";

/**
 * The configurations of one stand-in. One port serves every provider resource of a package, and the engine opens one
 * connection for each, so the connection says which configuration a request is meant for.
 */
export class Connections<Client> {
  private readonly clientsByPeer = new Map<string, Client>();
  // Every run of the engine connects anew with the same few configurations; their clients hold caches and sockets.
  private readonly clientsByConfiguration = new Map<string, Client>();

  constructor(private readonly standIn: StandIn<Client>) {}

  /** Gives the connection its configuration. @throws Error of the stand-in, if the configuration is wrong or leads nowhere */
  async configure(peer: string, configuration: Properties): Promise<void> {
    const key = createHash("sha256").update(JSON.stringify(configuration)).digest("hex");
    let client = this.clientsByConfiguration.get(key);
    if (client === undefined) {
      client = await this.standIn.configure(configuration);
      this.clientsByConfiguration.set(key, client);
    }
    await this.standIn.verify?.(client);
    this.clientsByPeer.set(peer, client);
  }

  /** What serves the requests of a connection. @throws OperatorError if it has never been configured */
  clientOf(peer: string): Client {
    const client = this.clientsByPeer.get(peer);
    if (client !== undefined) return client;
    throw new OperatorError(
      `the stand-in for ${this.standIn.package} got a request without a configuration, as after a lost connection: ` +
        "run the same command again",
    );
  }
}
