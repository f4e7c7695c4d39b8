import type { Properties } from "./value";

/**
 * A stand-in for one official provider package: it serves the resource types that the program uses, against the
 * sandbox's own servers, and refuses what it does not know instead of pretending.
 *
 * `Client` is what {@link StandIn.configure} makes of one provider resource's configuration.
 */
export interface StandIn<Client = unknown> {
  /** Name of the package, as in its type tokens: `random`. */
  readonly package: string;
  /** Version of the installed SDK, see {@link installedVersion}. */
  readonly version: string;
  /**
   * Turns a provider resource's configuration into what its resources are served with. No value is unknown or
   * wrapped as a secret; but an SDK sends everything that is not text as JSON in text: see {@link jsonAt}.
   *
   * @throws Error whose message tells the operator what is wrong with the configuration
   */
  configure(configuration: Properties): Client | Promise<Client>;
  /**
   * Asks whether the server that the configuration leads to answers and lets it in. Called once for each run of the
   * engine, while `configure` is called once for each configuration.
   *
   * @throws Error whose message tells the operator what does not answer and what to do
   */
  verify?(client: Client): Promise<void>;
  /** The changed configuration names that mean replacing every resource of the provider. None by default. */
  replacesAll?(change: ConfigurationChange): readonly string[];
  /** The resource types served, by type token: `random:index/randomPassword:RandomPassword`. */
  readonly resources: Readonly<Record<string, ResourceKind<Client>>>;
  /** Serves the type tokens that `resources` does not list. */
  otherResource?(type: string): ResourceKind<Client> | undefined;
  /** Functions by token: `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly functions?: Readonly<
    Record<string, (client: Client, args: Properties) => Promise<Properties>>
  >;
}

/** A provider resource's configuration before and after. */
export interface ConfigurationChange {
  readonly old: Properties;
  readonly new: Properties;
}

/** How one resource type behaves. Everything is plain JSON; secrets come unwrapped. */
export interface ResourceKind<Client> {
  /** The input names the type takes. Any other name is refused by the check. `"any"` leaves that to the server. */
  readonly inputs: readonly string[] | "any";
  /** The inputs it cannot do without. */
  readonly required?: readonly string[];
  /** Properties that are secrets whatever the program says: the engine encrypts them, in inputs and outputs. */
  readonly secrets?: readonly string[];
  /**
   * Fills in defaults and refuses wrong values. Values may be unknown here.
   * Called when no unknown name and no missing one was found.
   */
  check?(client: Client, request: CheckRequest): Checked | Promise<Checked>;
  /** Paths whose change replaces the resource: `name`, `metadata.namespace`. `*` means any change. */
  readonly replaceOn?:
    readonly string[] | ((client: Client, request: DiffRequest) => readonly string[]);
  /** Whether a replacement deletes the old one first. False by default. */
  readonly deleteBeforeReplace?: boolean | ((client: Client, request: DiffRequest) => boolean);
  /**
   * What the resource will show, for a preview. By default its inputs, above the old outputs if it exists;
   * what is not named here stays unknown to the program.
   */
  preview?(client: Client, request: PreviewRequest): Promise<Properties>;
  /** Creates it; everything is known. Never called in a preview. @throws Error for the operator */
  create(client: Client, request: CreateRequest): Promise<Created>;
  /** What is really there, for refresh and import; `undefined` only if it is certainly gone. */
  read(client: Client, request: ReadRequest): Promise<Found | undefined>;
  /** Changes it and gives its new outputs. Absent: every change replaces it. */
  update?(client: Client, request: UpdateRequest): Promise<Properties>;
  /** Deletes it; no error if it is gone already. */
  delete(client: Client, request: DeleteRequest): Promise<void>;
}

/** Which resource a request is about. */
export interface ResourceIdentity {
  readonly urn: string;
  /** Type token, the last part of the URN's type. */
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
}

export interface CheckRequest extends ResourceIdentity {
  readonly inputs: Properties;
  /** The inputs of the last deployment, if there was one. */
  readonly oldInputs?: Properties;
  /** The same bytes in preview and deployment, to make names from, see {@link randomSuffix}. */
  readonly seed: Uint8Array;
}

export interface Checked {
  readonly inputs: Properties;
  readonly failures?: readonly CheckFailure[];
}

export interface CheckFailure {
  /** Path of the input that is wrong. */
  readonly property: string;
  /** What is wrong with it, what is allowed. */
  readonly reason: string;
}

export interface DiffRequest extends ResourceIdentity {
  readonly id: string;
  readonly inputs: Properties;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
}

export interface PreviewRequest extends ResourceIdentity {
  /** May hold unknowns. */
  readonly inputs: Properties;
  /** Absent when the resource is to be created. */
  readonly oldOutputs?: Properties;
}

/** What creating, updating and deleting are told. */
export interface Deadline {
  /** The resource's `customTimeouts`, in seconds; absent when the program sets none. */
  readonly timeoutSeconds?: number;
}

/** What of the engine an operation can reach while it is under way. */
export interface Attention {
  /** Shows the operator a line beside the resource. Absent where no engine is attached. */
  readonly tell?: (line: string) => Promise<void>;
  /** Aborted when the engine calls the operation off. */
  readonly signal?: AbortSignal;
}

export interface CreateRequest extends ResourceIdentity, Deadline, Attention {
  readonly inputs: Properties;
}

export interface Created {
  readonly id: string;
  readonly outputs: Properties;
}

export interface ReadRequest extends ResourceIdentity {
  readonly id: string;
  /** Empty for an import. */
  readonly oldInputs: Properties;
  /** Empty for an import. */
  readonly oldOutputs: Properties;
}

export interface Found {
  readonly id: string;
  readonly outputs: Properties;
  /** What the program would have to say to get it as it is. */
  readonly inputs: Properties;
}

export interface UpdateRequest extends ResourceIdentity, Deadline, Attention {
  readonly id: string;
  readonly inputs: Properties;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
}

export interface DeleteRequest extends ResourceIdentity, Deadline, Attention {
  readonly id: string;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
}
