import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Engines } from "../../sandbox/providers/engines";

const URN = "urn:pulumi:s::p::t::it";

describe("the engine at the other end of a connection", () => {
  const taken: LogRequest.AsObject[] = [];
  let server: grpc.Server;
  let address: string;
  let engines: Engines;

  beforeEach(async () => {
    taken.length = 0;
    server = new grpc.Server();
    const log: grpc.handleUnaryCall<LogRequest, Empty> = (call, answer) => {
      taken.push(call.request.toObject());
      answer(null, new Empty());
    };
    server.addService({ log: EngineService.log }, { log });
    const port = await new Promise<number>((resolve, reject) => {
      const credentials = grpc.ServerCredentials.createInsecure();
      server.bindAsync("127.0.0.1:0", credentials, (error, at) =>
        error ? reject(error) : resolve(at),
      );
    });
    address = `127.0.0.1:${port}`;
    engines = new Engines();
    engines.attach("peer", address);
  });
  afterEach(() => server.forceShutdown());

  it("is shown a line as the state of a resource", async () => {
    await engines.attention("peer", URN).tell?.("half-way");
    expect(taken).toEqual([
      {
        severity: LogSeverity.INFO,
        urn: URN,
        message: "half-way",
        ephemeral: true,
        streamid: 0,
      },
    ]);
  });

  it("may be gone, which fails nothing", async () => {
    server.forceShutdown();
    await engines.attention("peer", URN).tell?.("half-way");
    expect(taken).toEqual([]);
  });

  it("calls off what is under way over its connection, and nothing else", () => {
    engines.attach("other", address);
    const [own, other] = ["peer", "other"].map((peer) => engines.attention(peer, URN).signal);
    engines.cancel("peer");
    expect([own?.aborted, other?.aborted]).toEqual([true, false]);
  });

  it("starts afresh on a connection that was called off", () => {
    engines.cancel("peer");
    engines.attach("peer", address);
    expect(engines.attention("peer", URN).signal?.aborted).toBe(false);
  });

  it("is not there unless it was attached", () => {
    engines.cancel("nobody");
    expect(engines.attention("nobody", URN)).toEqual({});
  });
});
