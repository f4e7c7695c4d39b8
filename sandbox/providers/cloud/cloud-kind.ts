import type { z } from "zod";
import { OperatorError } from "../../contract";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { isProperties, UNKNOWN, type Properties } from "../value";
import type { Thing } from "./account";
import { keepsItsName, requireUnique, taken } from "./names";
import { nameOf, requireReferenced, requireUnused } from "./references";
import type { Cloud, CloudType, Place } from "./type";

/**
 * Serves a type of a cloud: its inputs are checked against what the SDK declares, it exists in the account, and the cloud's
 * own parts of it are made up.
 *
 * @param its how the type behaves
 * @param fields what the SDK declares
 */
export function cloudKind<Client>(
  cloud: Cloud<Client>,
  type: string,
  its: CloudType,
  fields: Readonly<Record<string, z.ZodType>>,
): ResourceKind<Client> {
  const { account, refusals } = cloud;
  const { secrets = [], autoNamed, replaceOn } = its;
  const rules = inputRules(fields, { defaults: its.defaults, autoNamed, secrets });
  const placeOf = (client: Client, inputs: Properties): Place => ({
    region: cloud.regionOf(client, inputs),
    account,
  });
  const find = (id: string, inputs: Properties, urn: string): Thing | undefined =>
    account.find(type, its.entry?.(inputs, urn) ?? id);
  const keep = (thing: Omit<Thing, "type">): void =>
    account.put({
      ...thing,
      type,
      entry: its.entry?.(thing.inputs, thing.urn),
      inputs: withoutSecrets(thing.inputs, secrets),
      outputs: withoutSecrets(thing.outputs, secrets),
    });
  return {
    ...rules.kind,
    replaceOn:
      typeof replaceOn === "function" ? (_client, request) => replaceOn(request) : replaceOn,
    deleteBeforeReplace: (_client, request) => keepsItsName(autoNamed, request),
    preview: (_client, { inputs, oldOutputs }) =>
      Promise.resolve(
        oldOutputs === undefined
          ? inputs
          : { ...above(oldOutputs, inputs), ...unknown(its.unknownInPlan) },
      ),
    create: (client, request) =>
      doing(`creating ${nameOf(type)} (${request.name})`, async () => {
        const { inputs, urn } = request;
        const place = placeOf(client, inputs);
        requireReferenced(cloud, type, inputs);
        const identity = its.identify(inputs, place);
        const { id } = identity;
        if (!its.overwrites && find(id, inputs, urn) !== undefined)
          throw taken(type, id, its, cloud);
        requireUnique(cloud, { type, id, inputs }, its);
        await its.made?.(inputs, place, identity);
        const outputs = { ...cloud.shown(client, inputs), ...inputs, ...identity.outputs };
        keep({ id, urn, inputs, outputs });
        return { id, outputs };
      }),
    read: (_client, { id, urn, oldInputs, oldOutputs }) => {
      const found = find(id, oldInputs, urn);
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
        if (find(id, inputs, urn) === undefined)
          throw new OperatorError(`${refusals.missing}: it is not there`);
        requireReferenced(cloud, type, inputs);
        requireUnique(cloud, { type, id, inputs }, its);
        const more = await its.changed?.(request, placeOf(client, inputs));
        const outputs = { ...oldOutputs, ...cloud.shown(client, inputs), ...inputs, ...more };
        keep({ id, urn, inputs, outputs });
        return outputs;
      }),
    delete: (client, request) =>
      doing(`deleting ${nameOf(type)} (${request.id})`, async () => {
        const { id, urn, oldInputs } = request;
        if (find(id, oldInputs, urn) === undefined) return;
        requireUnused(cloud, type, id);
        await its.removing?.(request, placeOf(client, oldInputs));
        account.remove(type, its.entry?.(oldInputs, urn) ?? id);
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

/** A change is planned with what the cloud has made up as it was, also where that is inside of an input. */
const above = (old: Properties, inputs: Properties): Properties => ({
  ...old,
  ...Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const before = old[name];
      return [name, isProperties(value) && isProperties(before) ? above(before, value) : value];
    }),
  ),
});

const unknown = (names: readonly string[] = []): Properties =>
  Object.fromEntries(names.map((name) => [name, UNKNOWN]));

const withoutSecrets = (properties: Properties, secrets: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !secrets.includes(name)));

const secretsOf = (properties: Properties, secrets: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => secrets.includes(name)));
