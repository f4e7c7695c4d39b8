import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { OperatorError } from "../contract";
import { nameFailures } from "./check";
import type { Attention, Created, DiffRequest, ResourceKind, StandIn } from "./contract";
import { differences, isUnderAny } from "./diff";
import { NotSettled } from "./fault-kinds";
import type { Faults } from "./faults";
import { RecordedFailure } from "./failure-details";
import { fromStruct, identityOf, toDiffResponse, toFailures, toStruct } from "./protocol-messages";
import type { Properties } from "./value";

/** The engine's requests, answered with a stand-in's resource kinds. */
export class Operations<Client> {
  constructor(
    private readonly standIn: StandIn<Client>,
    private readonly faults: Faults,
  ) {}

  async check(client: Client, message: messages.CheckRequest): Promise<messages.CheckResponse> {
    const { identity, kind } = this.resource(message);
    const olds = message.getOlds();
    const request = {
      ...identity,
      inputs: fromStruct(message.getNews()),
      oldInputs: olds && fromStruct(olds),
      seed: message.getRandomseed_asU8(),
    };
    const failures = nameFailures(kind, request);
    const checked =
      failures.length > 0 || !kind.check
        ? { inputs: request.inputs, failures }
        : await kind.check(client, request);
    return new messages.CheckResponse()
      .setInputs(toStruct(checked.inputs, kind.secrets))
      .setFailuresList(toFailures(checked.failures ?? []));
  }

  diff(client: Client, message: messages.DiffRequest): messages.DiffResponse {
    const { identity, kind } = this.resource(message);
    const request: DiffRequest = {
      ...identity,
      id: message.getId(),
      inputs: fromStruct(message.getNews()),
      oldInputs: fromStruct(message.getOldInputs()),
      oldOutputs: fromStruct(message.getOlds()),
    };
    const { replaceOn = [], deleteBeforeReplace = false } = kind;
    const replacing = typeof replaceOn === "function" ? replaceOn(client, request) : replaceOn;
    const ignored = message.getIgnorechangesList();
    const found = [...differences(request.oldInputs, request.inputs)];
    return toDiffResponse({
      differences: new Map(found.filter(([path]) => !isUnderAny(path, ignored))),
      replaceOn: kind.update ? replacing : ["*"],
      deleteBeforeReplace:
        typeof deleteBeforeReplace === "function"
          ? deleteBeforeReplace(client, request)
          : deleteBeforeReplace,
    });
  }

  async create(
    client: Client,
    message: messages.CreateRequest,
    attention: Attention,
  ): Promise<messages.CreateResponse> {
    const { identity, kind } = this.resource(message);
    const inputs = fromStruct(message.getProperties());
    if (message.getPreview()) {
      const outputs = (await kind.preview?.(client, { ...identity, inputs })) ?? inputs;
      return new messages.CreateResponse().setProperties(toStruct(outputs, kind.secrets));
    }
    await this.faults.strike("before create", identity);
    const told = { ...identity, ...deadline(message), ...attention };
    const created = await kind.create(client, { ...told, inputs });
    try {
      await this.faults.strike("after create", identity);
    } catch (error) {
      throw error instanceof NotSettled ? recorded(error, { inputs, ...created }, kind) : error;
    }
    return new messages.CreateResponse()
      .setId(created.id)
      .setProperties(toStruct(created.outputs, kind.secrets));
  }

  async read(client: Client, message: messages.ReadRequest): Promise<messages.ReadResponse> {
    const { identity, kind } = this.resource(message);
    const found = await kind.read(client, {
      ...identity,
      id: message.getId(),
      oldInputs: fromStruct(message.getInputs()),
      oldOutputs: fromStruct(message.getProperties()),
    });
    // An answer without an id means that the resource is gone.
    if (!found) return new messages.ReadResponse();
    return new messages.ReadResponse()
      .setId(found.id)
      .setProperties(toStruct(found.outputs, kind.secrets))
      .setInputs(toStruct(found.inputs, kind.secrets));
  }

  async update(
    client: Client,
    message: messages.UpdateRequest,
    attention: Attention,
  ): Promise<messages.UpdateResponse> {
    const { identity, kind } = this.resource(message);
    const inputs = fromStruct(message.getNews());
    const oldOutputs = fromStruct(message.getOlds());
    const answer = (outputs: typeof inputs): messages.UpdateResponse =>
      new messages.UpdateResponse().setProperties(toStruct(outputs, kind.secrets));
    if (message.getPreview()) {
      const shown = await kind.preview?.(client, { ...identity, inputs, oldOutputs });
      return answer(shown ?? { ...oldOutputs, ...inputs });
    }
    if (!kind.update) throw new OperatorError(`${identity.type} cannot be changed in place`);
    await this.faults.strike("before update", identity);
    const outputs = await kind.update(client, {
      ...identity,
      ...deadline(message),
      ...attention,
      id: message.getId(),
      inputs,
      oldInputs: fromStruct(message.getOldInputs()),
      oldOutputs,
    });
    await this.faults.strike("after update", identity);
    return answer(outputs);
  }

  async delete(
    client: Client,
    message: messages.DeleteRequest,
    attention: Attention,
  ): Promise<Empty> {
    const { identity, kind } = this.resource(message);
    await this.faults.strike("before delete", identity);
    await kind.delete(client, {
      ...identity,
      ...deadline(message),
      ...attention,
      id: message.getId(),
      oldInputs: fromStruct(message.getOldInputs()),
      oldOutputs: fromStruct(message.getProperties()),
    });
    await this.faults.strike("after delete", identity);
    return new Empty();
  }

  async invoke(client: Client, message: messages.InvokeRequest): Promise<messages.InvokeResponse> {
    const { package: name, functions = {} } = this.standIn;
    const called = functions[message.getTok()];
    if (!called) {
      throw new OperatorError(
        `the stand-in for ${name} does not serve the function ${message.getTok()}`,
      );
    }
    const result = await called(client, fromStruct(message.getArgs()));
    return new messages.InvokeResponse().setReturn(toStruct(result));
  }

  /** @throws OperatorError for a type that the stand-in does not serve */
  private resource(message: { getUrn(): string }) {
    const identity = identityOf(message.getUrn());
    const { resources, package: name } = this.standIn;
    const kind: ResourceKind<Client> | undefined =
      resources[identity.type] ?? this.standIn.otherResource?.(identity.type);
    if (kind) return { identity, kind };
    throw new OperatorError(`the stand-in for ${name} does not serve the type ${identity.type}`);
  }
}

/** The error of a resource that is there, with what the engine is to record of it. */
const recorded = (
  { message }: NotSettled,
  { id, inputs, outputs }: Created & { readonly inputs: Properties },
  { secrets }: Pick<ResourceKind<never>, "secrets">,
): RecordedFailure =>
  new RecordedFailure(
    message,
    new messages.ErrorResourceInitFailed()
      .setId(id)
      .setInputs(toStruct(inputs, secrets))
      .setProperties(toStruct(outputs, secrets))
      .setReasonsList([message]),
  );

// The engine says 0 where the program sets no timeout.
const deadline = (message: { getTimeout(): number }): { readonly timeoutSeconds?: number } =>
  message.getTimeout() > 0 ? { timeoutSeconds: message.getTimeout() } : {};
