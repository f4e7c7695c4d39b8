import { expect, it } from "vitest";
import { nameFailures } from "../../../sandbox/providers/check";
import type { Checked, Created, ResourceKind, StandIn } from "../../../sandbox/providers/contract";
import { unwrapSecrets } from "../../../sandbox/providers/secret";
import { isProperties, parseJson, type Properties } from "../../../sandbox/providers/value";
import type { Recorded } from "../../support/recorder";
import { sdkInputs } from "./sdk-inputs";

const identity = (name = "it") => ({ urn: `urn:pulumi:s::p::t::${name}`, type: "t", name });

/** The kind that a stand-in serves a type with. */
export function kindOf<Client>(standIn: StandIn<Client>, type: string): ResourceKind<Client> {
  const kind = standIn.resources[type] ?? standIn.otherResource?.(type);
  if (kind) return kind;
  throw new Error(`${standIn.package} does not serve ${type}`);
}

/** What a check makes of inputs, as the engine would ask for it. */
export async function check<Client>(
  kind: ResourceKind<Client>,
  client: Client,
  inputs: Properties,
  oldInputs?: Properties,
): Promise<Checked> {
  if (!kind.check) throw new Error("the kind has no check");
  return kind.check(client, { ...identity(), inputs, oldInputs, seed: new Uint8Array([1, 2, 3]) });
}

/** The refusals of a check as `property: reason`. */
export async function refusals<Client>(
  kind: ResourceKind<Client>,
  client: Client,
  inputs: Properties,
): Promise<string[]> {
  const { failures = [] } = await check(kind, client, inputs);
  return failures.map(({ property, reason }) => (property ? `${property}: ${reason}` : reason));
}

/** Creates from what the check makes of the inputs. */
export async function create<Client>(
  kind: ResourceKind<Client>,
  client: Client,
  inputs: Properties,
): Promise<Created> {
  const checked = await check(kind, client, inputs);
  return kind.create(client, { ...identity(), inputs: checked.inputs });
}

/** Deletes what was created. */
export const deleted = <Client>(
  kind: ResourceKind<Client>,
  client: Client,
  { id, outputs }: Created,
): Promise<void> =>
  kind.delete(client, { ...identity(), id, oldInputs: outputs, oldOutputs: outputs });

/** What a stand-in refuses of recorded resources of its package, as `type: reason`. */
export async function refusedOf<Client>(
  standIn: StandIn<Client>,
  client: Client,
  recorded: readonly Recorded[],
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const { type, name, inputs } of recorded) {
    if (!type.startsWith(`${standIn.package}:`)) continue;
    const kind = kindOf(standIn, type);
    const given = plain(inputs);
    const failures = nameFailures(kind, { name, inputs: given });
    refused.push(...failures.map(({ reason }) => `${type}: ${reason}`));
    for (const each of await refusals(kind, client, given)) refused.push(`${type}: ${each}`);
  }
  return refused;
}

/** What an import of an id finds. */
export const importOf = <Client>(kind: ResourceKind<Client>, client: Client, id: string) =>
  kind.read(client, { ...identity(), id, oldInputs: {}, oldOutputs: {} });

/** Recorded inputs as a provider gets them: without marks of secrets, and of what is not set. */
export function plain(inputs: Record<string, unknown>): Properties {
  const unwrapped = unwrapSecrets(parseJson(JSON.stringify(inputs)));
  return isProperties(unwrapped) ? unwrapped : {};
}

/** States that a kind takes the inputs that the SDK declares, no other, and insists on those that the SDK insists on. */
export function itTakesTheInputsOf<Client>(
  kind: ResourceKind<Client>,
  module: string,
  args: string,
): void {
  it(`takes the inputs of ${args}`, () => {
    const declared = sdkInputs(module, args);
    expect([...kind.inputs].sort()).toEqual(declared.all);
    expect(kind.required).toEqual(expect.arrayContaining(declared.required));
  });
}

export { identity };
