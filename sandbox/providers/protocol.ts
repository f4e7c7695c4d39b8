import * as grpc from "@grpc/grpc-js";
import { type PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  ResourceProviderService,
  type IResourceProviderServer,
} from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Connections } from "./connections";
import type { StandIn } from "./contract";
import { differences } from "./diff";
import { Engines } from "./engines";
import { serviceError } from "./failure-details";
import { NO_FAULTS, type Faults } from "./faults";
import { Operations } from "./operations";
import { fromStruct, toDiffResponse } from "./protocol-messages";

/** A stand-in that answers the engine. */
export interface ServedStandIn {
  /** `package:port`, as `PULUMI_DEBUG_PROVIDERS` takes it. The port is on 127.0.0.1. */
  readonly attach: string;
  stop(): void;
}

/**
 * Serves a stand-in to the engine on a port of 127.0.0.1.
 *
 * The raw protocol is used because the SDK's own provider server leaves out what a preview needs: the preview flag,
 * the old inputs and the configuration. The handshake declines everything, so the engine unwraps secrets before it
 * sends them and marks them again in the answers.
 *
 * @param port - 0 takes a free one
 */
export async function serve<Client>(
  standIn: StandIn<Client>,
  { port = 0, faults = NO_FAULTS }: { readonly port?: number; readonly faults?: Faults } = {},
): Promise<ServedStandIn> {
  const server = new grpc.Server({
    // The engine sends whole objects, a Helm chart's values or a CRD; its own limit is 400 MB too.
    "grpc.max_receive_message_length": 400 << 20,
    "grpc.max_send_message_length": 400 << 20,
  });
  server.addService(ResourceProviderService, handlers(standIn, faults));
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    );
  });
  return { attach: `${standIn.package}:${bound}`, stop: () => server.forceShutdown() };
}

function handlers<Client>(standIn: StandIn<Client>, faults: Faults): IResourceProviderServer {
  const connections = new Connections(standIn);
  const engines = new Engines();
  const operations = new Operations(standIn, faults);
  const served = <Request, Response>(
    answer: (client: Client, request: Request, peer: string) => Response | Promise<Response>,
  ) => unary((request: Request, peer) => answer(connections.clientOf(peer), request, peer));
  return {
    ...NOT_SERVED,
    handshake: unary(() => new messages.ProviderHandshakeResponse()),
    attach: unary((request: PluginAttach, peer) => {
      engines.attach(peer, request.getAddress());
      return new Empty();
    }),
    cancel: unary((_: Empty, peer) => {
      engines.cancel(peer);
      return new Empty();
    }),
    getPluginInfo: unary(() => new PluginInfo().setVersion(standIn.version)),
    getSchema: unary(() => {
      const schema = { name: standIn.package, version: standIn.version };
      return new messages.GetSchemaResponse().setSchema(JSON.stringify(schema));
    }),
    checkConfig: unary((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: unary((request: messages.DiffRequest) => diffConfiguration(standIn, request)),
    configure: unary(async (request: messages.ConfigureRequest, peer) => {
      await connections.configure(peer, fromStruct(request.getArgs()));
      return new messages.ConfigureResponse().setSupportspreview(true);
    }),
    check: served((client, request) => operations.check(client, request)),
    diff: served((client, request) => operations.diff(client, request)),
    create: served((client, request: messages.CreateRequest, peer) =>
      operations.create(client, request, engines.attention(peer, request.getUrn())),
    ),
    read: served((client, request) => operations.read(client, request)),
    update: served((client, request: messages.UpdateRequest, peer) =>
      operations.update(client, request, engines.attention(peer, request.getUrn())),
    ),
    delete: served((client, request: messages.DeleteRequest, peer) =>
      operations.delete(client, request, engines.attention(peer, request.getUrn())),
    ),
    invoke: served((client, request) => operations.invoke(client, request)),
  };
}

function diffConfiguration(
  standIn: Pick<StandIn, "replacesAll">,
  request: messages.DiffRequest,
): messages.DiffResponse {
  const change = {
    old: fromStruct(request.getOldInputs() ?? request.getOlds()),
    new: fromStruct(request.getNews()),
  };
  return toDiffResponse({
    differences: differences(change.old, change.new),
    replaceOn: standIn.replacesAll?.(change) ?? [],
    deleteBeforeReplace: false,
  });
}

/** A call with one request and one answer. */
function unary<Request, Response>(
  answer: (request: Request, peer: string) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    // The chain starts with a resolved promise so that a synchronous throw is answered like a rejection.
    void Promise.resolve()
      .then(() => answer(call.request, call.getPeer()))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(serviceError(error)),
      );
  };
}

const notServed = unary<unknown, never>(() => {
  throw new Error("the stand-ins of the sandbox do not serve this call");
});

const NOT_SERVED = {
  parameterize: notServed,
  call: notServed,
  construct: notServed,
  getMapping: notServed,
  getMappings: notServed,
  list: (call: grpc.ServerWritableStream<unknown, unknown>) =>
    call.destroy(new Error("the stand-ins of the sandbox do not serve lists")),
};
