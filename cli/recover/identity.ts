import { OWNER_ANNOTATION } from "../../components/shared/labels";
import type { StateResource } from "./deployment";
import { Inputs, type ObjectReference } from "./inputs";

/** How it is known that an object of this name is ours and nobody else's. */
export type Claim =
  /** The live object must carry this owner mark. */
  | { readonly by: "mark"; readonly object: ObjectReference; readonly mark: string }
  /** The name must end in digits that only the state of this stack knows. */
  | { readonly by: "suffix"; readonly name: string };

/** The id that a provider gives a resource, as far as it follows from the inputs, and what makes it ours. */
export interface Identity {
  readonly id: string;
  readonly claim: Claim;
}

type Identify = (inputs: Inputs) => Identity | undefined;

/**
 * Ids as the providers form them. A resource type that is not named here is made again: passwords and keys that were
 * never recorded are in use nowhere, a MySQL grant and the CORS rules of Spaces may be given twice, and a command may run
 * twice, be it for a workflow or for a user of DigitalOcean's MongoDB. Importing a grant would be wrong, as its plugin asks
 * only whether the user exists.
 */
const IDENTITIES: Readonly<Record<string, Identify>> = {
  "mysql:index/database:Database": named((inputs) => inputs.text("name")),
  "mysql:index/user:User": named(
    (inputs) => inputs.text("user"),
    (user, inputs) => `${user}@${inputs.text("host")}`,
  ),
  "aws:iam/user:User": named((inputs) => inputs.text("name")),
  "aws:iam/userPolicy:UserPolicy": named(
    (inputs) => inputs.text("user"),
    (user, inputs) => `${user}:${inputs.text("name")}`,
  ),
  "digitalocean:index/spacesBucket:SpacesBucket": named((inputs) => inputs.text("name")),
  "digitalocean:index/databaseDb:DatabaseDb": named(
    (inputs) => inputs.text("name"),
    (name, inputs) => `${inputs.text("clusterId")}/database/${name}`,
  ),
  "mongodbatlas:index/databaseUser:DatabaseUser": named(
    (inputs) => inputs.text("username"),
    (username, inputs) =>
      atlasId({
        auth_database_name: inputs.text("authDatabaseName") ?? "admin",
        project_id: inputs.text("projectId") ?? "",
        username,
      }),
  ),
};

/** Everything that AWS hangs on a bucket has the bucket's name for an id. */
const BUCKET = /^aws:s3\/bucket\w*:Bucket\w*$/;

/** A patch of an object is no object: applied once more, it changes nothing. So it is made again, never imported. */
const PATCH = /^kubernetes:.*Patch$/;

const RELEASE = "kubernetes:helm.sh/v3:Release";

/**
 * @param namespaceMark the owner mark of a namespace that the state holds, by its name
 * @returns nothing where no id follows from the inputs
 */
export function identify(
  resource: StateResource,
  namespaceMark: (namespace: string) => string | undefined,
): Identity | undefined {
  const inputs = new Inputs(resource.inputs ?? {});
  if (resource.type === RELEASE) return releaseIdentity(inputs, namespaceMark);
  if (PATCH.test(resource.type)) return undefined;
  if (resource.type.startsWith("kubernetes:")) return objectIdentity(inputs);
  if (BUCKET.test(resource.type)) return named((each) => each.text("bucket"))(inputs);
  return IDENTITIES[resource.type]?.(inputs);
}

function objectIdentity(inputs: Inputs): Identity | undefined {
  const object = inputs.object();
  const mark = inputs.text("metadata", "annotations", OWNER_ANNOTATION);
  if (object === undefined || mark === undefined) return undefined;
  return { id: objectId(object), claim: { by: "mark", object, mark } };
}

/** A chart's release has no annotations of its own. It is ours if it is in a namespace that is ours. */
function releaseIdentity(
  inputs: Inputs,
  namespaceMark: (namespace: string) => string | undefined,
): Identity | undefined {
  const [namespace, name] = [inputs.text("namespace"), inputs.text("name")];
  const mark = namespace === undefined ? undefined : namespaceMark(namespace);
  if (namespace === undefined || name === undefined || mark === undefined) return undefined;
  const object = { apiVersion: "v1", kind: "Namespace", name: namespace };
  return { id: `${namespace}/${name}`, claim: { by: "mark", object, mark } };
}

function named(
  nameOf: (inputs: Inputs) => string | undefined,
  idOf: (name: string, inputs: Inputs) => string = (name) => name,
): Identify {
  return (inputs) => {
    const name = nameOf(inputs);
    return name === undefined
      ? undefined
      : { id: idOf(name, inputs), claim: { by: "suffix", name } };
  };
}

const objectId = ({ namespace, name }: ObjectReference): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** Atlas' provider writes its ids as base64 pairs, sorted by key. */
function atlasId(parts: Readonly<Record<string, string>>): string {
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  return Object.entries(parts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${encode(key)}:${encode(value)}`)
    .join("-");
}
