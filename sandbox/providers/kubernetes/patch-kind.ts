import { randomBytes } from "node:crypto";
import { OperatorError } from "../../contract";
import type { CheckRequest, Checked, ReadRequest, ResourceKind, UpdateRequest } from "../contract";
import { containsUnknown, optionalTextAt, propertiesAt, type Properties } from "../value";
import { ApiError, isNamespaceNotFound } from "./api-error";
import type { Cluster } from "./cluster";
import { managedPart } from "./drift";
import {
  fromId,
  idOf,
  referenceTo,
  without,
  withoutBookkeeping,
  type ObjectReference,
} from "./kubernetes-object";
import { goneMeanwhile, refuse } from "./object-kind";
import { manifestOf } from "./secret-data";

type Kind = Pick<ObjectReference, "apiVersion" | "kind">;

/** Where the official provider keeps the name under which a patch owns its fields. */
const MANAGER = "__fieldManager";

const annotation = (inputs: Properties, name: string): string | undefined =>
  optionalTextAt(
    propertiesAt(propertiesAt(inputs, "metadata"), "annotations"),
    `pulumi.com/${name}`,
  );

/**
 * Serves the patches of one kind of object, as the official provider does: by server-side apply, each under a manager
 * of its own. An object that is not there is made. A field that somebody else owns with another value is a conflict,
 * unless `pulumi.com/patchForce` says to take it. Deleting a patch gives its fields up; the object stays.
 */
export function patchKind(kind: Kind): ResourceKind<Cluster> {
  return {
    inputs: "any",
    secrets: kind.kind === "Secret" ? ["data", "stringData"] : [],
    check: (cluster, request) => check(cluster, kind, request),
    replaceOn: ["apiVersion", "kind", "metadata.name", "metadata.namespace"],
    async preview(cluster, { inputs, oldOutputs = {}, urn }) {
      if (containsUnknown(inputs)) return { ...oldOutputs, ...inputs };
      try {
        return await apply(cluster, inputs, {
          manager: managerOf(inputs, oldOutputs),
          dryRun: true,
        });
      } catch (error) {
        if (isNamespaceNotFound(error)) return { ...oldOutputs, ...inputs };
        refuse(Object.keys(oldOutputs).length > 0 ? "updated" : "created", { urn }, error);
      }
    },
    async create(cluster, request) {
      try {
        const outputs = await apply(cluster, request.inputs, {
          manager: managerOf(request.inputs),
        });
        return { id: idOf(referenceTo(request.inputs)), outputs };
      } catch (error) {
        refuse("created", request, error);
      }
    },
    read: (cluster, request) => read(cluster, kind, request),
    update,
    delete: (cluster, { id, oldInputs, oldOutputs }) =>
      giveUp(cluster, { ...kind, ...fromId(id) }, managerOf(oldInputs, oldOutputs)),
  };
}

async function check({ api }: Cluster, kind: Kind, { inputs }: CheckRequest): Promise<Checked> {
  const metadata = { ...propertiesAt(inputs, "metadata") };
  if (metadata.name === undefined)
    throw new OperatorError("patch resources require the resource `.metadata.name` to be set");
  if (metadata.namespace === undefined && (await api.isNamespaced(kind)))
    metadata.namespace = api.defaultNamespace;
  return { inputs: { ...kind, ...inputs, metadata } };
}

/** The name that a patch asks for, or that it has, or else a new one. */
const managerOf = (inputs: Properties, outputs: Properties = {}): string =>
  annotation(inputs, "patchFieldManager") ??
  optionalTextAt(outputs, MANAGER) ??
  `pulumi-kubernetes-${randomBytes(4).toString("hex")}`;

async function apply(
  { api }: Cluster,
  inputs: Properties,
  { manager, dryRun }: { readonly manager: string; readonly dryRun?: boolean },
): Promise<Properties> {
  const force = annotation(inputs, "patchForce") === "true";
  try {
    const live = await api.apply(manifestOf(inputs), { dryRun, manager, force });
    return { ...withoutBookkeeping(live), [MANAGER]: manager };
  } catch (error) {
    if (!(error instanceof ApiError && error.reason === "Conflict")) throw error;
    throw new ApiError(
      error.status,
      error.reason,
      "Server-Side Apply field conflict detected. The resource managed by field manager " +
        `"${manager}" had an apply conflict: ${error.message}`,
    );
  }
}

async function read(
  { api }: Cluster,
  kind: Kind,
  { id, oldInputs, oldOutputs }: ReadRequest,
): ReturnType<ResourceKind<Cluster>["read"]> {
  const live = await api.find({ ...kind, ...fromId(id) });
  if (!live) return undefined;
  const manager = optionalTextAt(oldOutputs, MANAGER);
  const outputs = {
    ...withoutBookkeeping(live),
    ...(manager !== undefined && { [MANAGER]: manager }),
  };
  return { id, outputs, inputs: managedPart(without(outputs, [MANAGER]), oldInputs) };
}

async function update(cluster: Cluster, request: UpdateRequest): Promise<Properties> {
  const { inputs, oldInputs, oldOutputs } = request;
  const [before, now] = [managerOf(oldInputs, oldOutputs), managerOf(inputs, oldOutputs)];
  try {
    const reference = referenceTo(inputs);
    if (!(await cluster.api.find(reference)))
      throw new ApiError(404, "NotFound", goneMeanwhile(reference));
    const outputs = await apply(cluster, inputs, { manager: now });
    if (before !== now) await giveUp(cluster, reference, before);
    return outputs;
  } catch (error) {
    refuse("updated", request, error);
  }
}

/** Applies nothing but the object's name, so that the manager owns no field of it any more. */
async function giveUp(
  { api }: Cluster,
  { apiVersion, kind, name, namespace }: ObjectReference,
  manager: string,
): Promise<void> {
  const metadata = { name, ...(namespace !== undefined && { namespace }) };
  await api.apply({ apiVersion, kind, metadata }, { manager, force: false });
}
