import { optionalTextAt, propertiesAt, textAt, type Properties } from "../value";

/** Which object of a cluster. */
export interface ObjectReference {
  /** `v1`, `rbac.authorization.k8s.io/v1` */
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** The group, version and kind in a type token such as `kubernetes:core/v1:Secret`; none if it is no such token. */
export function kindOf(type: string): Pick<ObjectReference, "apiVersion" | "kind"> | undefined {
  const [, apiVersion, kind] = /^kubernetes:([^:]+\/v[^:/]+):([A-Z]\w+)$/.exec(type) ?? [];
  if (apiVersion === undefined || kind === undefined) return undefined;
  return { apiVersion: apiVersion.replace(/^core\//, ""), kind };
}

/** Which object a manifest describes. @throws Error if it has no name */
export function referenceTo(manifest: Properties): ObjectReference {
  const metadata = propertiesAt(manifest, "metadata");
  return {
    apiVersion: textAt(manifest, "apiVersion"),
    kind: textAt(manifest, "kind"),
    name: textAt(metadata, "name"),
    namespace: optionalTextAt(metadata, "namespace"),
  };
}

/** The id that the engine keeps of an object, as the official provider makes it. */
export const idOf = ({ namespace, name }: Pick<ObjectReference, "namespace" | "name">): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** The name, and namespace if there is one, in an id. */
export function fromId(id: string): Pick<ObjectReference, "namespace" | "name"> {
  const [first = id, name] = id.split("/");
  return name === undefined ? { name: first } : { namespace: first, name };
}

/** The unique id of a live object. */
export const uidOf = (object: Properties): string | undefined =>
  optionalTextAt(propertiesAt(object, "metadata"), "uid");

/** The finalizers of a live object. */
export function finalizersOf(object: Properties): string[] {
  const { finalizers } = propertiesAt(object, "metadata");
  return Array.isArray(finalizers) ? finalizers.filter((item) => typeof item === "string") : [];
}

/** A live object without the server's bookkeeping, which would be half of the state. */
export function withoutBookkeeping(object: Properties): Properties {
  const metadata = without(propertiesAt(object, "metadata"), ["managedFields"]);
  const annotations = without(propertiesAt(metadata, "annotations"), [LAST_APPLIED]);
  const isBare = Object.keys(annotations).length === 0;
  return {
    ...object,
    metadata: isBare ? without(metadata, ["annotations"]) : { ...metadata, annotations },
  };
}

/** Where `kubectl apply` keeps a copy of what it applied, Secrets in clear included. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The properties but for those with the names. */
export const without = (properties: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
