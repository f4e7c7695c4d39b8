import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Attention } from "./contract";

/** The engine at the other end of a connection. */
interface Engine {
  readonly client: EngineClient;
  readonly cancelled: AbortController;
}

/** The engines that are attached, by connection: who is told of progress, and who calls an operation off. */
export class Engines {
  private readonly byPeer = new Map<string, Engine>();

  /** @param address where the engine takes messages */
  attach(peer: string, address: string): void {
    this.byPeer.get(peer)?.client.close();
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    this.byPeer.set(peer, { client, cancelled: new AbortController() });
  }

  /** Calls off all that is under way for a connection. */
  cancel(peer: string): void {
    this.byPeer.get(peer)?.cancelled.abort();
  }

  /** What a resource's operation has of the engine; nothing where none is attached. */
  attention(peer: string, urn: string): Attention {
    const engine = this.byPeer.get(peer);
    if (engine === undefined) return {};
    return {
      signal: engine.cancelled.signal,
      tell: (line) => told(engine.client, statusOf(urn, line)),
    };
  }
}

/** As official plugins tell of progress: shown beside the resource, and not among the messages at the end. */
const statusOf = (urn: string, line: string): LogRequest =>
  new LogRequest().setSeverity(LogSeverity.INFO).setUrn(urn).setMessage(line).setEphemeral(true);

/** Resolves once the engine has taken it, or is gone: progress that nobody sees ends no operation. */
const told = (client: EngineClient, request: LogRequest): Promise<void> =>
  new Promise((resolve) => {
    client.log(request, () => resolve());
  });
