import * as grpc from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { ResourceKind, StandIn } from "../../sandbox/providers/contract";
import { NotSettled, type Moment } from "../../sandbox/providers/fault-kinds";
import { serve, type ServedStandIn } from "../../sandbox/providers/protocol";
import { fromStruct, toStruct } from "../../sandbox/providers/protocol-messages";
import { wrapSecrets } from "../../sandbox/providers/secret";
import { textAt, UNKNOWN, type Properties } from "../../sandbox/providers/value";

interface Client {
  readonly account: string;
}

const URN = "urn:pulumi:stack::project::parent:of:It$toy:index/thing:Thing::the::thing";
const SECRET_SIGNATURE = "4dabf18193072939515e22adb298388d";

const thing = {
  inputs: ["name", "size", "secret"],
  required: ["name"],
  secrets: ["secret"],
  replaceOn: ["name"],
  create: vi.fn<ResourceKind<Client>["create"]>(),
  read: vi.fn<ResourceKind<Client>["read"]>(),
  update: vi.fn<NonNullable<ResourceKind<Client>["update"]>>(),
  delete: vi.fn<ResourceKind<Client>["delete"]>(),
} satisfies ResourceKind<Client>;

const frozen: ResourceKind<Client> = { ...thing, update: undefined, deleteBeforeReplace: true };

const verify = vi.fn<() => Promise<void>>();

const standIn: StandIn<Client> = {
  package: "toy",
  version: "1.2.3",
  configure: (configuration) => ({ account: textAt(configuration, "account") }),
  verify,
  replacesAll: () => ["account"],
  resources: { "toy:index/thing:Thing": thing, "toy:index/frozen:Frozen": frozen },
  functions: {
    "toy:index/whoAmI:whoAmI": ({ account }, args) => Promise.resolve({ account, ...args }),
  },
};

describe("a served stand-in", () => {
  let served: ServedStandIn;
  let client: ResourceProviderClient;
  const strike = vi.fn<(when: Moment) => Promise<void>>();

  const connect = (): ResourceProviderClient =>
    new ResourceProviderClient(
      `127.0.0.1:${served.attach.split(":")[1]}`,
      grpc.credentials.createInsecure(),
      // Otherwise two clients to one address share a connection, and with it a configuration.
      { "grpc.use_local_subchannel_pool": 1 },
    );

  beforeEach(async () => {
    vi.resetAllMocks();
    served = await serve(standIn, { faults: { strike } });
    client = connect();
    await configure(client, { account: "a" });
  });
  afterEach(() => {
    client.close();
    served.stop();
  });

  it("says its name and version, and takes no secrets in wrappers", async () => {
    expect(served.attach).toMatch(/^toy:\d+$/);
    const info = await ask<PluginInfo>((answer) => client.getPluginInfo(new Empty(), answer));
    expect(info.getVersion()).toBe("1.2.3");
    const handshake = await ask<messages.ProviderHandshakeResponse>((answer) =>
      client.handshake(new messages.ProviderHandshakeRequest(), answer),
    );
    expect(handshake.getAcceptSecrets()).toBe(false);
  });

  describe("check", () => {
    it("refuses unknown inputs and missing ones in the official providers' words", async () => {
      expect(await check({ nmae: "x" })).toEqual([
        "Invalid or unknown key. Examine values at 'the::thing.nmae'.",
        "Missing required argument. The argument \"name\" is required, but no definition was found. Examine values at 'the::thing.name'.",
      ]);
    });

    it("takes what is known and not yet known", async () => {
      expect(await check({ name: UNKNOWN, size: 1 })).toEqual([]);
    });

    it("refuses a type that it does not serve", async () => {
      const request = new messages.CheckRequest().setUrn(URN.replaceAll("hing", "hong"));
      await expect(ask((answer) => client.check(request, answer))).rejects.toThrow(
        "the stand-in for toy does not serve the type toy:index/thong:Thong",
      );
    });

    async function check(inputs: Properties): Promise<string[]> {
      const request = new messages.CheckRequest().setUrn(URN).setNews(toStruct(inputs));
      const response = await ask<messages.CheckResponse>((answer) => client.check(request, answer));
      return response.getFailuresList().map((failure) => failure.getReason());
    }
  });

  describe("diff", () => {
    const { Kind } = messages.PropertyDiff;

    it("finds nothing to do when the inputs are the same", async () => {
      const response = await diff({ name: "a", size: 1 }, { size: 1, name: "a" });
      expect(response.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_NONE);
    });

    it("updates what can change and replaces for what cannot", async () => {
      const response = await diff({ name: "a", size: 1 }, { name: "b", size: 2 });
      expect(kinds(response)).toEqual({ name: Kind.UPDATE_REPLACE, size: Kind.UPDATE });
      expect(response.getReplacesList()).toEqual(["name"]);
      expect(response.getDiffsList()).toEqual(["name", "size"]);
      expect(response.getDeletebeforereplace()).toBe(false);
    });

    it("leaves alone what the program says to ignore", async () => {
      const response = await diff({ size: { a: 1 } }, { size: { a: 2 } }, { ignore: ["size"] });
      expect(response.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_NONE);
    });

    it("replaces for any change of a kind that cannot be updated", async () => {
      const urn = URN.replaceAll("thing:Thing", "frozen:Frozen");
      const response = await diff({}, { size: 1 }, { urn });
      expect(kinds(response)).toEqual({ size: Kind.ADD_REPLACE });
      expect(response.getDeletebeforereplace()).toBe(true);
    });

    const kinds = (response: messages.DiffResponse) =>
      Object.fromEntries(
        response
          .getDetaileddiffMap()
          .getEntryList()
          .map(([path]) => [path, response.getDetaileddiffMap().get(path)?.getKind()]),
      );

    const diff = (
      old: Properties,
      current: Properties,
      { urn = URN, ignore = [] }: { readonly urn?: string; readonly ignore?: string[] } = {},
    ) =>
      ask<messages.DiffResponse>((answer) =>
        client.diff(
          new messages.DiffRequest()
            .setUrn(urn)
            .setOldInputs(toStruct(old))
            .setNews(toStruct(current))
            .setIgnorechangesList(ignore),
          answer,
        ),
      );
  });

  describe("create", () => {
    it("gives the kind its client, plain inputs and the time it has, and marks secrets", async () => {
      thing.create.mockResolvedValue({ id: "1", outputs: { name: "n", secret: "s" } });
      const response = await create(wrapSecrets({ name: "n", secret: "s" }, ["secret"]), 20);
      expect(thing.create).toHaveBeenCalledWith(
        { account: "a" },
        {
          urn: URN,
          type: "toy:index/thing:Thing",
          name: "the::thing",
          inputs: { name: "n", secret: "s" },
          timeoutSeconds: 20,
        },
      );
      expect(response.getId()).toBe("1");
      expect(response.getProperties()?.toJavaScript()).toMatchObject({
        name: "n",
        secret: { [SECRET_SIGNATURE]: expect.any(String) as string, value: "s" },
      });
    });

    it("only shows what would be in a preview", async () => {
      const request = new messages.CreateRequest()
        .setUrn(URN)
        .setPreview(true)
        .setProperties(toStruct({ name: UNKNOWN }));
      const response = await ask<messages.CreateResponse>((answer) =>
        client.create(request, answer),
      );
      expect(thing.create).not.toHaveBeenCalled();
      expect(fromStruct(response.getProperties())).toEqual({ name: UNKNOWN });
    });

    it("answers an error with its message alone", async () => {
      thing.create.mockRejectedValue(new Error("name is taken"));
      await expect(create({ name: "n" })).rejects.toMatchObject({
        code: grpc.status.UNKNOWN,
        details: "name is taken",
      });
    });

    it("meets faults before and after the work", async () => {
      thing.create.mockResolvedValue({ id: "1", outputs: {} });
      strike.mockImplementation((when) =>
        when === "after create" ? Promise.reject(new Error("held up")) : Promise.resolve(),
      );
      await expect(create({ name: "n" })).rejects.toThrow("held up");
      expect(thing.create).toHaveBeenCalledOnce();
    });

    it("tells the engine what to record of a resource that is there although it failed", async () => {
      thing.create.mockResolvedValue({ id: "1", outputs: { size: 2, secret: "s" } });
      strike.mockImplementation((when) =>
        when === "after create" ? Promise.reject(new NotSettled("not ready")) : Promise.resolve(),
      );
      const error: unknown = await create({ name: "n" }).catch((failed: unknown) => failed);
      const { metadata } = z.object({ metadata: z.instanceof(grpc.Metadata) }).parse(error);
      const [bytes] = metadata.get("grpc-status-details-bin");
      const [packed] = Status.deserializeBinary(Buffer.from(bytes ?? "")).getDetailsList();
      const detail = packed?.unpack(
        (each) => messages.ErrorResourceInitFailed.deserializeBinary(each),
        "pulumirpc.ErrorResourceInitFailed",
      );
      expect(detail?.getId()).toBe("1");
      expect(detail?.getReasonsList()).toEqual(["not ready"]);
      expect(fromStruct(detail?.getInputs())).toEqual({ name: "n" });
      expect(fromStruct(detail?.getProperties())).toEqual({ size: 2, secret: "s" });
    });

    const create = (inputs: Properties, timeout = 0) =>
      ask<messages.CreateResponse>((answer) =>
        client.create(
          new messages.CreateRequest()
            .setUrn(URN)
            .setTimeout(timeout)
            .setProperties(toStruct(inputs)),
          answer,
        ),
      );
  });

  it("reads what is there, and says by an empty id that something is gone", async () => {
    const request = new messages.ReadRequest().setUrn(URN).setId("1");
    const read = () => ask<messages.ReadResponse>((answer) => client.read(request, answer));
    thing.read.mockResolvedValueOnce({ id: "1", outputs: { size: 2 }, inputs: { name: "n" } });
    const found = await read();
    expect(found.getId()).toBe("1");
    expect(fromStruct(found.getProperties())).toEqual({ size: 2 });
    expect(fromStruct(found.getInputs())).toEqual({ name: "n" });
    thing.read.mockResolvedValueOnce(undefined);
    expect((await read()).getId()).toBe("");
  });

  it("updates with the old inputs and outputs at hand; a preview lays the inputs over the outputs", async () => {
    const request = new messages.UpdateRequest()
      .setUrn(URN)
      .setId("1")
      .setOlds(toStruct({ name: "n", size: 1, computed: "c" }))
      .setOldInputs(toStruct({ name: "n", size: 1 }))
      .setNews(toStruct({ name: "n", size: 2 }));
    const update = () => ask<messages.UpdateResponse>((answer) => client.update(request, answer));
    thing.update.mockResolvedValue({ size: 2 });
    expect(fromStruct((await update()).getProperties())).toEqual({ size: 2 });
    expect(thing.update.mock.calls[0]?.[1]).toMatchObject({
      id: "1",
      inputs: { name: "n", size: 2 },
      oldInputs: { name: "n", size: 1 },
      oldOutputs: { name: "n", size: 1, computed: "c" },
    });
    request.setPreview(true);
    expect(fromStruct((await update()).getProperties())).toEqual({
      name: "n",
      size: 2,
      computed: "c",
    });
    expect(thing.update).toHaveBeenCalledOnce();
  });

  it("deletes", async () => {
    const request = new messages.DeleteRequest().setUrn(URN).setId("1").setTimeout(5);
    await ask((answer) => client.delete(request, answer));
    expect(thing.delete.mock.calls[0]?.[1]).toMatchObject({ id: "1", timeoutSeconds: 5 });
  });

  it("calls functions, and refuses those that it does not have", async () => {
    const invoke = (token: string) =>
      ask<messages.InvokeResponse>((answer) =>
        client.invoke(
          new messages.InvokeRequest().setTok(token).setArgs(toStruct({ loud: true })),
          answer,
        ),
      );
    const answer = await invoke("toy:index/whoAmI:whoAmI");
    expect(fromStruct(answer.getReturn())).toEqual({ account: "a", loud: true });
    await expect(invoke("toy:index/nothing:nothing")).rejects.toThrow(
      "the stand-in for toy does not serve the function toy:index/nothing:nothing",
    );
  });

  describe("configuration", () => {
    it("belongs to the connection that it came over, secrets unwrapped", async () => {
      const other = connect();
      await configure(other, wrapSecrets({ account: "b" }, ["account"]));
      const whoAmI = async (asked: ResourceProviderClient) => {
        const request = new messages.InvokeRequest().setTok("toy:index/whoAmI:whoAmI");
        const answer = await ask<messages.InvokeResponse>((done) => asked.invoke(request, done));
        return fromStruct(answer.getReturn()).account;
      };
      expect([await whoAmI(client), await whoAmI(other)]).toEqual(["a", "b"]);
      other.close();
    });

    it("is verified each time it comes", async () => {
      expect(verify).toHaveBeenCalledTimes(1);
      verify.mockRejectedValue(new Error("the server does not answer"));
      await expect(configure(client, { account: "a" })).rejects.toThrow(
        "the server does not answer",
      );
    });

    it("is needed before anything else", async () => {
      const unconfigured = connect();
      const request = new messages.ReadRequest().setUrn(URN);
      await expect(ask((answer) => unconfigured.read(request, answer))).rejects.toThrow(
        "the stand-in for toy got a request without a configuration, as after a lost connection: " +
          "run the same command again",
      );
      unconfigured.close();
    });

    it("replaces everything when the stand-in says so", async () => {
      const request = new messages.DiffRequest()
        .setOldInputs(toStruct({ account: "a", other: 1 }))
        .setNews(toStruct({ account: "b", other: 2 }));
      const response = await ask<messages.DiffResponse>((answer) =>
        client.diffConfig(request, answer),
      );
      expect(response.getReplacesList()).toEqual(["account"]);
      expect(response.getDiffsList()).toEqual(["account", "other"]);
    });
  });
});

const configure = (client: ResourceProviderClient, configuration: Properties) =>
  ask((answer) =>
    client.configure(new messages.ConfigureRequest().setArgs(toStruct(configuration)), answer),
  );

/** Makes a call and waits for its answer. */
function ask<Response>(
  call: (answer: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error ? reject(error) : resolve(response)));
  });
}
