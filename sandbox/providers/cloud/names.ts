import { OperatorError } from "../../contract";
import type { DiffRequest } from "../contract";
import { optionalTextAt, textAt } from "../value";
import type { Thing } from "./account";
import { nameOf } from "./references";
import type { Cloud, CloudType } from "./type";

/** The refusal where another one has the name or id. */
export const taken = (
  type: string,
  name: string,
  its: Pick<CloudType, "taken">,
  { refusals }: Pick<Cloud<never>, "refusals">,
): OperatorError =>
  new OperatorError(`${its.taken ?? refusals.taken}: ${nameOf(type)} "${name}" already exists`);

/** Refuses what another one of the type has already, where no two may have it. @throws OperatorError */
export function requireUnique(
  cloud: Pick<Cloud<never>, "account" | "refusals">,
  { type, id, inputs }: Pick<Thing, "type" | "id" | "inputs">,
  its: CloudType,
): void {
  const { unique } = its;
  if (unique === undefined) return;
  const value = textAt(inputs, unique);
  const others = cloud.account.ofType(type).filter((each) => each.id !== id);
  if (others.some((each) => each.inputs[unique] === value)) throw taken(type, value, its, cloud);
}

/** Two things of one name cannot be beside each other; a name that was made up is another one each time. */
export function keepsItsName(autoNamed: string | undefined, request: DiffRequest): boolean {
  const [before, after] = [request.oldInputs, request.inputs].map(
    (inputs) => autoNamed && optionalTextAt(inputs, autoNamed),
  );
  if (after === undefined || before !== after) return false;
  return !after.startsWith(`${request.name}-`) || !/-[0-9a-f]{7}$/.test(after);
}
