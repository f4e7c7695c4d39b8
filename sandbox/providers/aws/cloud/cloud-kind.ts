import type { z } from "zod";
import { OperatorError } from "../../../contract";
import type { CreateRequest, DiffRequest, ResourceKind } from "../../contract";
import { inputRules } from "../../input-rules";
import { optionalTextAt, propertiesAt, type Properties } from "../../value";
import type { AwsClient } from "../client";
import type { Account, Thing } from "./account";
import { nameOf, requireReferenced, requireUnused } from "./references";
import type { CloudType, Place } from "./type";

/**
 * Serves a type of AWS: its inputs are checked against what the SDK declares, it exists in the account, and AWS' own
 * parts of it are made up.
 *
 * @param fields what the SDK declares
 */
export function cloudKind(
  type: string,
  cloud: CloudType,
  fields: Readonly<Record<string, z.ZodType>>,
  account: Account,
): ResourceKind<AwsClient> {
  const { secrets = [], autoNamed } = cloud;
  const rules = inputRules(fields, { defaults: cloud.defaults, autoNamed, secrets });
  const placeOf = ({ region }: AwsClient, inputs: Properties): Place => ({
    region: typeof inputs.region === "string" ? inputs.region : region,
    account,
  });
  const keep = (thing: Thing): void =>
    account.put({
      ...thing,
      inputs: withoutSecrets(thing.inputs, secrets),
      outputs: withoutSecrets(thing.outputs, secrets),
    });
  return {
    ...rules.kind,
    replaceOn: cloud.replaceOn,
    deleteBeforeReplace: (_client, request) => keepsItsName(autoNamed, request),
    create: (client, request) =>
      doing(`creating ${nameOf(type)} (${request.name})`, async () => {
        const { inputs, urn } = request;
        const place = placeOf(client, inputs);
        requireReferenced(account, type, inputs);
        const identity = cloud.identify(inputs, place);
        requireFree(account, { type, id: identity.id }, cloud);
        await cloud.made?.(inputs, place, identity);
        const outputs = outputsOf(client, request, identity.outputs);
        keep({ type, id: identity.id, urn, inputs, outputs });
        return { id: identity.id, outputs };
      }),
    read: (_client, { id, oldInputs, oldOutputs }) => {
      const found = account.find(type, id);
      return Promise.resolve(
        found && {
          id,
          // Neither shows passwords when asked.
          outputs: { ...found.outputs, ...secretsOf(oldOutputs, secrets) },
          inputs: { ...found.inputs, ...secretsOf(oldInputs, secrets) },
        },
      );
    },
    update: (client, request) =>
      doing(`updating ${nameOf(type)} (${request.id})`, async () => {
        const { id, inputs, urn, oldOutputs } = request;
        if (account.find(type, id) === undefined)
          throw new OperatorError("NotFoundException: it is not there");
        requireReferenced(account, type, inputs);
        const more = await cloud.changed?.(request, placeOf(client, inputs));
        const outputs = { ...oldOutputs, ...outputsOf(client, request, more ?? {}) };
        keep({ type, id, urn, inputs, outputs });
        return outputs;
      }),
    delete: (client, request) =>
      doing(`deleting ${nameOf(type)} (${request.id})`, async () => {
        const { id } = request;
        if (account.find(type, id) === undefined) return;
        requireUnused(account, type, id);
        await cloud.removing?.(request, placeOf(client, request.oldInputs));
        account.remove(type, id);
      }),
  };
}

/** @throws OperatorError in the form of the official plugin's */
async function doing<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OperatorError) throw new OperatorError(`${what}: ${error.message}`);
    throw error;
  }
}

function requireFree(
  account: Account,
  { type, id }: Pick<Thing, "type" | "id">,
  { taken = "AlreadyExistsException" }: CloudType,
): void {
  if (account.find(type, id) !== undefined)
    throw new OperatorError(`${taken}: ${nameOf(type)} "${id}" already exists`);
}

const outputsOf = (
  { region, defaultTags }: AwsClient,
  { inputs }: Pick<CreateRequest, "inputs">,
  outputs: Properties,
): Properties => ({
  region,
  ...inputs,
  ...outputs,
  tagsAll: { ...defaultTags, ...propertiesAt(inputs, "tags") },
});

/** Two things of one name cannot be beside each other; a name that was made up is another one each time. */
function keepsItsName(autoNamed: string | undefined, request: DiffRequest): boolean {
  const [before, after] = [request.oldInputs, request.inputs].map(
    (inputs) => autoNamed && optionalTextAt(inputs, autoNamed),
  );
  if (after === undefined || before !== after) return false;
  return !after.startsWith(`${request.name}-`) || !/-[0-9a-f]{7}$/.test(after);
}

const withoutSecrets = (properties: Properties, secrets: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !secrets.includes(name)));

const secretsOf = (properties: Properties, secrets: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => secrets.includes(name)));
