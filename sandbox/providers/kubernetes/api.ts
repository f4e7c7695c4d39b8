import { isProperties, optionalTextAt, propertiesAt, type Properties, type Value } from "../value";
import { isNotFound } from "./api-error";
import { referenceTo, type ObjectReference } from "./kubernetes-object";
import type { Transport } from "./transport";

/** The manager of what is written, as the official provider calls itself. */
const FIELD_MANAGER = "pulumi-kubernetes";

/** How objects of a kind are addressed. */
interface ServedKind {
  /** Plural, in lower case. */
  readonly path: string;
  readonly namespaced: boolean;
}

/** The server has no such kind of object, as before a custom resource definition is installed. */
export class UnknownKindError extends Error {
  override readonly name = "UnknownKindError";
}

/** Reads and writes objects of any kind that the API server knows. */
export class KubernetesApi {
  private readonly kinds = new Map<string, Promise<ReadonlyMap<string, ServedKind>>>();

  constructor(
    private readonly transport: Pick<Transport, "send">,
    /** Namespace of objects that name none. */
    readonly defaultNamespace: string,
  ) {}

  /**
   * Creates an object. It is an error if it exists, with no moment in between for somebody else to make it.
   *
   * @throws ApiError, UnknownKindError
   */
  async create(manifest: Properties, { dryRun = false } = {}): Promise<Properties> {
    const { collection } = await this.pathsOf(referenceTo(manifest));
    const query = `fieldManager=${FIELD_MANAGER}&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;
    return this.transport.send({ method: "POST", path: `${collection}?${query}`, body: manifest });
  }

  /**
   * Makes an object what the manifest says, by server-side apply: what an earlier manifest of the same manager said
   * and this one does not is removed, what others wrote stays.
   *
   * @param force takes fields that others own, too; else they are a conflict
   * @throws ApiError, UnknownKindError
   */
  async apply(
    manifest: Properties,
    { dryRun = false, manager = FIELD_MANAGER, force = true } = {},
  ): Promise<Properties> {
    const { item } = await this.pathsOf(referenceTo(manifest));
    const query = `fieldManager=${encodeURIComponent(manager)}&force=${force}&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;
    return this.transport.send({
      method: "PATCH",
      path: `${item}?${query}`,
      body: manifest,
      contentType: "application/apply-patch+yaml",
    });
  }

  /**
   * Makes the fields that {@link create} wrote fields that {@link apply} may remove. The server keeps the two
   * apart, although the manager is one.
   */
  async adoptCreatedFields(live: Properties): Promise<void> {
    const { managedFields, resourceVersion } = propertiesAt(live, "metadata");
    const entries = Array.isArray(managedFields) ? managedFields.filter(isProperties) : [];
    const isCreated = (entry: Properties): boolean =>
      entry.manager === FIELD_MANAGER && entry.operation === "Update" && !entry.subresource;
    if (!entries.some(isCreated)) return;
    const adopted = entries.map((entry) =>
      isCreated(entry) ? { ...entry, operation: "Apply" } : entry,
    );
    const { item } = await this.pathsOf(referenceTo(live));
    await this.transport.send({
      method: "PATCH",
      path: item,
      // With the version: if somebody writes in between, their entry must not be lost.
      body: { metadata: { managedFields: adopted, resourceVersion: resourceVersion ?? null } },
      contentType: "application/merge-patch+json",
    });
  }

  /** The live object, or nothing if a server that answers does not have it. */
  async find(reference: ObjectReference): Promise<Properties | undefined> {
    try {
      const { item } = await this.pathsOf(reference);
      return await this.transport.send({ method: "GET", path: item });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      if (!(error instanceof UnknownKindError)) throw error;
      await this.requireReady();
      return (await this.isNamespaced(reference)) === undefined ? undefined : this.find(reference);
    }
  }

  /** The live objects of a kind in a namespace that carry the labels. */
  async list(
    kind: Omit<ObjectReference, "name">,
    labels: Readonly<Record<string, string>>,
  ): Promise<Properties[]> {
    const { collection } = await this.pathsOf({ ...kind, name: "" });
    const selector = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    const path = `${collection}?labelSelector=${encodeURIComponent(selector.join(","))}`;
    const { items } = await this.transport.send({ method: "GET", path });
    const found = Array.isArray(items) ? items.filter(isProperties) : [];
    return found.map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind }));
  }

  /**
   * Asks for the deletion of an object, which the server begins with what belongs to it.
   *
   * @param uid - the object that is meant: one that has taken its name since is left alone
   * @returns the object as it is being deleted, or a Status if it is gone
   * @throws ApiError, UnknownKindError
   */
  async requestDeletion(reference: ObjectReference, uid?: string): Promise<Properties> {
    const { item } = await this.pathsOf(reference);
    const body = {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy: "Foreground",
      ...(uid !== undefined && { preconditions: { uid } }),
    };
    return this.transport.send({ method: "DELETE", path: item, body });
  }

  /** Whether objects of the kind live in namespaces; nothing if the server does not know the kind. */
  async isNamespaced(
    kind: Pick<ObjectReference, "apiVersion" | "kind">,
  ): Promise<boolean | undefined> {
    return (await this.servedKind(kind))?.namespaced;
  }

  private async pathsOf(
    reference: ObjectReference,
  ): Promise<{ readonly collection: string; readonly item: string }> {
    const served = await this.servedKind(reference);
    if (!served) {
      throw new UnknownKindError(
        `it has no kind ${reference.kind} in ${reference.apiVersion}. Verify that any required CRDs have been created`,
      );
    }
    const namespace = reference.namespace ?? this.defaultNamespace;
    const inside = served.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : "";
    const collection = `${rootOf(reference.apiVersion)}${inside}/${served.path}`;
    return { collection, item: `${collection}/${encodeURIComponent(reference.name)}` };
  }

  private async servedKind({
    apiVersion,
    kind,
  }: Pick<ObjectReference, "apiVersion" | "kind">): Promise<ServedKind | undefined> {
    const known = (await this.kinds.get(apiVersion))?.get(kind);
    if (known) return known;
    // Not cached, or not there when it was: a definition may have been installed since.
    const asked = this.discover(apiVersion);
    this.kinds.set(apiVersion, asked);
    try {
      return (await asked).get(kind);
    } catch (error) {
      this.kinds.delete(apiVersion);
      throw error;
    }
  }

  private async discover(apiVersion: string): Promise<ReadonlyMap<string, ServedKind>> {
    try {
      const { resources } = await this.transport.send({ method: "GET", path: rootOf(apiVersion) });
      return new Map((Array.isArray(resources) ? resources : []).flatMap(servedKindIn));
    } catch (error) {
      if (isNotFound(error)) return new Map();
      throw error;
    }
  }

  /** Asks whether the server answers and knows who asks. @throws OperatorError, ApiError */
  async verify(): Promise<void> {
    await this.transport.send({ method: "GET", path: "/api/v1" });
  }

  /** Before it is ready, a server does not know kinds that it has. @throws ApiError as long as it is not */
  private async requireReady(): Promise<void> {
    await this.transport.send({ method: "GET", path: "/readyz" });
  }
}

const rootOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

function servedKindIn(resource: Value): [string, ServedKind][] {
  if (!isProperties(resource)) return [];
  const [path, kind] = [optionalTextAt(resource, "name"), optionalTextAt(resource, "kind")];
  // `pods/log` and the like are not objects of their own.
  if (path === undefined || kind === undefined || path.includes("/")) return [];
  return [[kind, { path, namespaced: resource.namespaced === true }]];
}
