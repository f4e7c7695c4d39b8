import * as grpc from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import {
  ResourceMonitorService,
  type IResourceMonitorServer,
} from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as monitor from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { madeUpOutputs } from "./made-up-outputs";

/** One registration as it came over the wire. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  /** How many resources it names as dependencies. */
  readonly dependencies: number;
  /** Size of the message. */
  readonly bytes: number;
}

/** An engine that takes every registration, makes nothing, and remembers what it was told. */
export interface FakeEngine {
  /** `host:port` of both the resource monitor and the engine. */
  readonly address: string;
  readonly registrations: readonly Registration[];
  /** What the program has to say, as the engine would have shown it. */
  readonly messages: readonly string[];
  /** Messages that an engine shows to `--debug` only. */
  readonly debugMessages: readonly string[];
  stop(): void;
}

/** Starts a fake engine on a free port of 127.0.0.1. Calls that the program should not need are refused. */
export async function startFakeEngine(stack: string, project: string): Promise<FakeEngine> {
  const registrations: Registration[] = [];
  const messages: string[] = [];
  const debugMessages: string[] = [];
  const sizes = new WeakMap<monitor.RegisterResourceRequest, number>();
  const urns = `urn:pulumi:${stack}::${project}::`;
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 << 20 });
  server.addService(
    weighing((request, bytes) => sizes.set(request, bytes)),
    monitorHandlers(urns, (request) =>
      registrations.push({
        type: request.getType(),
        name: request.getName(),
        dependencies: request.getDependenciesList().length,
        bytes: sizes.get(request) ?? 0,
      }),
    ),
  );
  server.addService(
    EngineService,
    engineHandlers(({ severity, message }) =>
      (severity === engine.LogSeverity.DEBUG ? debugMessages : messages).push(message),
    ),
  );
  const port = await bind(server);
  return {
    address: `127.0.0.1:${port}`,
    registrations,
    messages,
    debugMessages,
    stop: () => server.forceShutdown(),
  };
}

const bind = (server: grpc.Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });

/** The monitor's service, telling the size of each registration as it arrives. */
function weighing(weighed: (request: monitor.RegisterResourceRequest, bytes: number) => void) {
  const { registerResource } = ResourceMonitorService;
  return {
    ...ResourceMonitorService,
    registerResource: {
      ...registerResource,
      requestDeserialize: (bytes: Buffer) => {
        const request = registerResource.requestDeserialize(bytes);
        weighed(request, bytes.length);
        return request;
      },
    },
  };
}

type MonitorHandlers = Pick<
  IResourceMonitorServer,
  "supportsFeature" | "registerResource" | "registerResourceOutputs" | "signalAndWaitForShutdown"
>;

function monitorHandlers(
  urns: string,
  registered: (request: monitor.RegisterResourceRequest) => void,
): MonitorHandlers {
  return {
    supportsFeature: unary(() => new monitor.SupportsFeatureResponse().setHassupport(true)),
    registerResource: unary((request) => {
      registered(request);
      return answerTo(request, urns);
    }),
    registerResourceOutputs: unary(() => new Empty()),
    signalAndWaitForShutdown: unary(() => new Empty()),
  };
}

/** The resource as the engine would have made it: its inputs are its outputs, beside some that are made up. */
function answerTo(
  request: monitor.RegisterResourceRequest,
  urns: string,
): monitor.RegisterResourceResponse {
  const [type, name] = [request.getType(), request.getName()];
  const outputs = request.getObject() ?? new Struct();
  const madeUp = Struct.fromJavaScript(madeUpOutputs(type, name)).getFieldsMap();
  madeUp.forEach((value, key) => outputs.getFieldsMap().set(key, value));
  return new monitor.RegisterResourceResponse()
    .setUrn(`${urns}${typesAbove(request.getParent())}${type}::${name}`)
    .setId(request.getCustom() ? `${name}-id` : "")
    .setObject(outputs);
}

const STACK = "pulumi:pulumi:Stack";

/** A URN holds the types of all parents, except that of the stack. */
function typesAbove(parent: string): string {
  const types = parent.split("::")[2] ?? STACK;
  return types === STACK ? "" : `${types}$`;
}

function engineHandlers(
  said: (request: engine.LogRequest.AsObject) => void,
): Pick<IEngineServer, "log" | "getRootResource" | "setRootResource"> {
  let root = "";
  return {
    log: unary((request) => {
      said(request.toObject());
      return new Empty();
    }),
    getRootResource: unary(() => new engine.GetRootResourceResponse().setUrn(root)),
    setRootResource: unary((request) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
  };
}

const unary =
  <Request, Response>(
    answer: (request: Request) => Response,
  ): grpc.handleUnaryCall<Request, Response> =>
  (call, callback) =>
    callback(null, answer(call.request));
