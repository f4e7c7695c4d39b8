import { OperatorError } from "../../contract";
import type {
  CheckRequest,
  Checked,
  CreateRequest,
  Created,
  DeleteRequest,
  DiffRequest,
  Found,
  PreviewRequest,
  ReadRequest,
  ResourceKind,
  UpdateRequest,
} from "../contract";
import { randomSuffix } from "../random-suffix";
import { containsUnknown, propertiesAt, sameValue, type Properties, type Value } from "../value";
import { UnknownKindError } from "./api";
import { ApiError, isAlreadyExists, isNamespaceNotFound } from "./api-error";
import type { Cluster } from "./cluster";
import { DEFAULT_DELETION_SECONDS, deleteAndWait } from "./deletion";
import { importedInputs, managedPart } from "./drift";
import {
  fromId,
  idOf,
  kindOf,
  referenceTo,
  uidOf,
  without,
  withoutBookkeeping,
  type ObjectReference,
} from "./kubernetes-object";
import { manifestOf } from "./secret-data";

/** An annotation of the official provider: the name was made up, so a replacement may get another. */
const AUTONAMED = "pulumi.com/autonamed";

/** Serves one kind of Kubernetes object, whatever the API server says about its fields. */
export function objectKind(
  kind: Pick<ObjectReference, "apiVersion" | "kind">,
): ResourceKind<Cluster> {
  return {
    // The server validates strictly: it refuses unknown fields itself, at any depth.
    inputs: "any",
    secrets: kind.kind === "Secret" ? ["data", "stringData"] : [],
    check: (cluster, request) => check(cluster, kind, request),
    replaceOn: ({ mutable }, request) => [
      "apiVersion",
      "kind",
      "metadata.name",
      "metadata.namespace",
      ...immutableParts(kind.kind, mutable, request.oldOutputs.immutable === true),
    ],
    deleteBeforeReplace: (_cluster, request) => keepsItsName(request),
    preview,
    create,
    read: (cluster, request) => read(cluster, kind, request),
    update,
    delete: remove,
  };
}

async function check(
  { api }: Cluster,
  kind: Pick<ObjectReference, "apiVersion" | "kind">,
  request: CheckRequest,
): Promise<Checked> {
  const metadata = { ...propertiesAt(request.inputs, "metadata") };
  if (metadata.name === undefined) {
    metadata.name = madeUpName(request);
    metadata.annotations = { ...propertiesAt(metadata, "annotations"), [AUTONAMED]: "true" };
  }
  if (metadata.namespace === undefined && (await api.isNamespaced(kind))) {
    metadata.namespace = api.defaultNamespace;
  }
  return { inputs: { ...kind, ...request.inputs, metadata } };
}

function madeUpName({ name, oldInputs = {}, seed }: CheckRequest): Value {
  const old = propertiesAt(oldInputs, "metadata");
  const wasMadeUp = propertiesAt(old, "annotations")[AUTONAMED] === "true";
  return (wasMadeUp ? old.name : undefined) ?? `${name}-${randomSuffix(seed, 8)}`;
}

function immutableParts(kind: string, mutable: Cluster["mutable"], sealed: boolean): string[] {
  switch (kind) {
    case "Secret":
      return ["type", ...(mutable.Secret && !sealed ? [] : ["data", "stringData"])];
    case "ConfigMap":
      return mutable.ConfigMap && !sealed ? [] : ["data", "binaryData"];
    case "RoleBinding":
    case "ClusterRoleBinding":
      return ["roleRef"];
    default:
      return [];
  }
}

/** Two objects cannot have one name, so the old one has to go first. */
function keepsItsName({ inputs, oldInputs }: DiffRequest): boolean {
  const [now, before] = [propertiesAt(inputs, "metadata"), propertiesAt(oldInputs, "metadata")];
  return sameValue(now.name, before.name) && sameValue(now.namespace, before.namespace);
}

/** Asks the server what it would make of the inputs, where it can know. */
async function preview(cluster: Cluster, request: PreviewRequest): Promise<Properties> {
  const { inputs, oldOutputs } = request;
  if (containsUnknown(inputs)) return { ...oldOutputs, ...inputs };
  const manifest = manifestOf(inputs);
  const ask = oldOutputs
    ? cluster.api.apply(manifest, { dryRun: true })
    : cluster.api.create(manifest, { dryRun: true });
  try {
    return withoutBookkeeping(await ask);
  } catch (error) {
    // Namespace and definition may be part of the same plan, and an object of this name may be about to go.
    const mayChange =
      isNamespaceNotFound(error) || isAlreadyExists(error) || error instanceof UnknownKindError;
    if (mayChange) return { ...oldOutputs, ...inputs };
    refuse(oldOutputs ? "updated" : "created", request, error);
  }
}

async function create(cluster: Cluster, request: CreateRequest): Promise<Created> {
  try {
    const created = await cluster.api.create(manifestOf(request.inputs));
    return { id: idOf(referenceTo(created)), outputs: withoutBookkeeping(created) };
  } catch (error) {
    refuse("created", request, error);
  }
}

async function update({ api }: Cluster, request: UpdateRequest): Promise<Properties> {
  try {
    const reference = referenceTo(request.inputs);
    const live = await api.find(reference);
    if (!live) throw new ApiError(404, "NotFound", goneMeanwhile(reference));
    await api.adoptCreatedFields(live);
    return withoutBookkeeping(await api.apply(manifestOf(request.inputs)));
  } catch (error) {
    refuse("updated", request, error);
  }
}

/** What is said of an object that was to be changed. */
export const goneMeanwhile = (reference: ObjectReference): string =>
  `${reference.kind} ${idOf(reference)} is gone. "pulumi refresh" makes the state forget it, then "pulumi up" makes it anew`;

async function read(
  { api }: Cluster,
  kind: Pick<ObjectReference, "apiVersion" | "kind">,
  { id, oldInputs }: ReadRequest,
): Promise<Found | undefined> {
  const live = await api.find({ ...kind, ...fromId(id) });
  if (!live) return undefined;
  const outputs = withoutBookkeeping(live);
  // A `get` names the object in its inputs and says nothing of it; so does an import.
  if (oldInputs.metadata === undefined) return { id, outputs, inputs: importedInputs(outputs) };
  const inputs = managedPart(outputs, oldInputs);
  if (sameValue(inputs, oldInputs)) return { id, outputs, inputs };
  // The server writes some values in its own way, `0.5` as `500m`: that is no drift if applying changes nothing.
  const applied = withoutBookkeeping(await api.apply(manifestOf(oldInputs), { dryRun: true }));
  const isSame = sameValue(withoutVersion(applied), withoutVersion(outputs));
  return { id, outputs, inputs: isSame ? oldInputs : inputs };
}

const withoutVersion = (object: Properties): Properties => ({
  ...object,
  metadata: without(propertiesAt(object, "metadata"), ["resourceVersion", "generation"]),
});

async function remove({ api }: Cluster, request: DeleteRequest): Promise<void> {
  const { oldOutputs, oldInputs } = request;
  const kind = kindOf(request.type);
  if (!kind) throw new OperatorError(`${request.type} is not a kind of Kubernetes object`);
  const described = oldOutputs.metadata === undefined ? oldInputs : oldOutputs;
  await deleteAndWait(api, {
    reference: { ...kind, ...fromId(request.id) },
    uid: uidOf(described),
    timeoutSeconds: request.timeoutSeconds ?? DEFAULT_DELETION_SECONDS,
  });
}

/** Throws a refusal in the official provider's words around the API server's own, and any other error as it is. */
export function refuse(
  done: "created" | "updated",
  { urn }: { readonly urn: string },
  error: unknown,
): never {
  if (!(error instanceof ApiError || error instanceof UnknownKindError)) throw error;
  throw new OperatorError(
    `resource "${urn}" was not successfully ${done} by the Kubernetes API server: ${error.message}`,
  );
}
