import type { DiffRequest } from "../contract";
import type { Properties } from "../value";
import type { Account } from "./account";
import type { Reference } from "./references";

/** How a cloud begins its refusals. */
export interface Refusals {
  /** Where another one has the name. */
  readonly taken: string;
  /** Where something is not there. */
  readonly missing: string;
  /** Where something is in use. */
  readonly inUse: string;
}

/** What the types of one cloud have in common. `Client` is made of a provider's configuration. */
export interface Cloud<Client> {
  readonly account: Account;
  readonly references: readonly Reference[];
  readonly refusals: Refusals;
  /** Where a thing is made; empty where it is in no region. */
  regionOf(client: Client, inputs: Properties): string;
  /** What each thing shows beside its inputs and its own outputs. */
  shown(client: Client, inputs: Properties): Properties;
}

/** Where a thing is made. */
export interface Place {
  readonly region: string;
  readonly account: Account;
}

/** What is told of a thing when it is made. */
export interface Identity {
  readonly id: string;
  /** What the cloud makes up. Inputs are outputs as well. */
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

/** How a type of a cloud behaves, where that differs from type to type. */
export interface CloudType {
  /** The input that gets a name made from the resource's where the program gives none. */
  readonly autoNamed?: string;
  /** Properties that are encrypted, and not in the account. */
  readonly secrets?: readonly string[];
  /** Inputs that the provider fills in. */
  readonly defaults?: Properties;
  /** Inputs whose change makes another one: those that the cloud's Terraform provider calls ForceNew. */
  readonly replaceOn: readonly string[] | ((request: DiffRequest) => readonly string[]);
  /** The input in which no two in the account are alike. @default - ids alone are */
  readonly unique?: string;
  /** Outputs that every change makes anew, so that a plan does not know them. @default - none */
  readonly unknownInPlan?: readonly string[];
  /** Of the refusal where one of the same id exists. @default - as the cloud's other types */
  readonly taken?: string;
  /** Whether one takes the place of another that exists, instead of being refused. */
  readonly overwrites?: boolean;
  /** What it has in the account in place of its id, where ids are the provider's own and tell nothing apart. */
  entry?(inputs: Properties, urn: string): string;
  /** Of an id that is not made up, a second one is refused. */
  identify(inputs: Properties, place: Place): Identity;
  /** What follows from making it. */
  made?(inputs: Properties, place: Place, identity: Identity): Promise<void>;
  /** What else a change changes. */
  changed?(existing: Existing, place: Place): Promise<Properties>;
  /** What must be so before it is deleted, and what goes with it. @throws OperatorError in the cloud's words */
  removing?(existing: Omit<Existing, "inputs">, place: Place): Promise<void>;
}
