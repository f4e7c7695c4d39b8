import type { Properties } from "../../value";
import type { Account } from "./account";

/** Where a thing is made. */
export interface Place {
  readonly region: string;
  readonly account: Account;
}

/** What is told of a thing when it is made. */
export interface Identity {
  readonly id: string;
  /** What AWS makes up. Inputs and tags are outputs as well. */
  readonly outputs: Properties;
}

/** What a change, a deletion and their consequences are told. */
export interface Existing {
  readonly id: string;
  readonly urn: string;
  readonly inputs: Properties;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
}

/** How a type of AWS behaves, where that differs from type to type. */
export interface CloudType {
  /** The input that gets a name made from the resource's where the program gives none. */
  readonly autoNamed?: string;
  readonly secrets?: readonly string[];
  /** Inputs that the provider fills in. */
  readonly defaults?: Properties;
  /** Inputs whose change makes another one: those that the Terraform provider for AWS calls ForceNew. */
  readonly replaceOn: readonly string[];
  /** Of the refusal where one of the same id exists. @default "AlreadyExistsException" */
  readonly taken?: string;
  /** Of an id that is not made up, a second one is refused. */
  identify(inputs: Properties, place: Place): Identity;
  /** What follows from making it. */
  made?(inputs: Properties, place: Place, identity: Identity): Promise<void>;
  /** What else a change changes. */
  changed?(existing: Existing, place: Place): Promise<Properties>;
  /** What must be so before it is deleted, and what goes with it. @throws OperatorError in AWS' words */
  removing?(existing: Omit<Existing, "inputs">, place: Place): Promise<void>;
}
