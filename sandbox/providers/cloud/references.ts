import { OperatorError } from "../../contract";
import { isProperties, type Properties, type Value } from "../value";
import type { Cloud } from "./type";

/** An input that holds the id of another thing. */
export interface Reference {
  readonly from: string;
  /** Path of the input; its value is an id or a list of them. */
  readonly input: string;
  readonly to: string;
  /** Whether the cloud refuses to delete what is referred to. */
  readonly holds: boolean;
}

/** One by which what is referred to cannot be deleted. */
export const held = (from: string, input: string, to: string): Reference => ({
  ...{ from, input, to },
  holds: true,
});

/** One that has to lead to something that is there. */
export const named = (from: string, input: string, to: string): Reference => ({
  ...{ from, input, to },
  holds: false,
});

type Site = Pick<Cloud<never>, "account" | "references" | "refusals">;

/** Refuses an input that names a thing that is not there. @throws OperatorError */
export function requireReferenced(
  { account, references, refusals }: Site,
  type: string,
  inputs: Properties,
): void {
  for (const { input, to } of references.filter(({ from }) => from === type))
    for (const id of idsAt(inputs, input))
      if (account.find(to, id) === undefined)
        throw new OperatorError(
          `${refusals.missing}: ${input} is "${id}", and the account has no such ${nameOf(to)}`,
        );
}

/** Refuses to delete what other things need. @throws OperatorError */
export function requireUnused(
  { account, references, refusals }: Site,
  type: string,
  id: string,
): void {
  for (const { from, input } of references.filter(({ to, holds }) => holds && to === type)) {
    const user = account.ofType(from).find(({ inputs }) => idsAt(inputs, input).includes(id));
    if (user !== undefined)
      throw new OperatorError(
        `${refusals.inUse}: ${nameOf(type)} "${id}" has a dependent object and cannot be deleted: ` +
          `${nameOf(from)} "${user.id}"`,
      );
  }
}

function idsAt(inputs: Properties, path: string): readonly string[] {
  const value = path
    .split(".")
    .reduce<Value | undefined>((at, name) => (isProperties(at) ? at[name] : undefined), inputs);
  const ids = Array.isArray(value) ? value : [value];
  return ids.filter((id) => typeof id === "string");
}

/** `Subnet` of `aws:ec2/subnet:Subnet`. */
export const nameOf = (type: string): string => type.slice(type.lastIndexOf(":") + 1);
