import { OWNER_ANNOTATION } from "../../components/shared/labels";
import { pendingCreates, type Deployment, type StateResource } from "./deployment";
import { identify, type Claim } from "./identity";
import { Inputs } from "./inputs";

/** A resource whose creation was interrupted, and that may be taken into the state if its claim holds. */
export interface PendingImport {
  readonly urn: string;
  readonly id: string;
  readonly claim: Claim;
}

export interface PendingImports {
  readonly imports: readonly PendingImport[];
  /** Creations to forget; the next `up` makes these resources. */
  readonly cleared: readonly string[];
}

/**
 * What to do about each creation that was interrupted, as far as the state alone can tell.
 * What is claimed by its name is decided here; an owner mark must still be found on the live object.
 */
export function pendingImports(deployment: Deployment): PendingImports {
  const ours = suffixes(deployment);
  const imports: PendingImport[] = [];
  const cleared: string[] = [];
  for (const resource of latest(pendingCreates(deployment))) {
    const identity = identify(resource, (namespace) => namespaceMark(deployment, namespace));
    const known = identity !== undefined && isRecorded(deployment, resource.urn, identity.id);
    if (identity === undefined || known || !bearsSuffix(identity.claim, ours))
      cleared.push(resource.urn);
    else imports.push({ urn: resource.urn, ...identity });
  }
  return { imports, cleared };
}

/** The engine carries interrupted creations along, so one that failed twice is there twice. */
const latest = (resources: readonly StateResource[]): Iterable<StateResource> =>
  new Map(resources.map((resource) => [resource.urn, resource])).values();

/** Whether a later run has made the resource and recorded it. */
const isRecorded = (deployment: Deployment, urn: string, id: string): boolean =>
  deployment.resources.some(
    (each) => each.urn === urn && each.id === id && !each.delete && !each.pendingReplacement,
  );

/** Digits that this stack alone knows, as names on shared servers end in them: 4 bytes in hexadecimal. */
const SUFFIX = /[-_]([0-9a-f]{8})$/;

function bearsSuffix(claim: Claim, ours: ReadonlySet<string>): boolean {
  if (claim.by !== "suffix") return true;
  const digits = SUFFIX.exec(claim.name)?.[1];
  return digits !== undefined && ours.has(digits);
}

function suffixes(deployment: Deployment): ReadonlySet<string> {
  return new Set(
    deployment.resources
      .filter((resource) => resource.type === "random:index/randomId:RandomId")
      .flatMap((resource) => new Inputs(resource.outputs ?? {}).text("hex") ?? []),
  );
}

function namespaceMark(deployment: Deployment, namespace: string): string | undefined {
  const inputs = deployment.resources
    .filter((resource) => resource.type === "kubernetes:core/v1:Namespace")
    .map((resource) => new Inputs(resource.inputs ?? {}))
    .find((each) => each.text("metadata", "name") === namespace);
  return inputs?.text("metadata", "annotations", OWNER_ANNOTATION);
}

/**
 * The state after the interrupted creations are settled: those in `ids` stand among the resources as if they had
 * been completed, the others are forgotten. A refresh must follow, which drops what does not exist after all and
 * reads what the servers made of the rest.
 *
 * The engine's own `refresh --import-pending-creates` is not used: it turns a pending creation into a pending
 * import, which no later step of the engine takes up.
 */
export function settle(deployment: Deployment, ids: ReadonlyMap<string, string>): Deployment {
  const taken = [...latest(pendingCreates(deployment))].flatMap((resource) => {
    const id = ids.get(resource.urn);
    // Outputs as far as they are known already: a provider looks an object up by them.
    return id === undefined ? [] : [{ ...resource, id, outputs: { ...resource.inputs } }];
  });
  return {
    ...deployment,
    resources: [...deployment.resources.flatMap((each) => superseded(each, ids)), ...taken],
    pending_operations: [],
  };
}

/** What the state holds under the name of a resource that is taken in: the half of a replacement to delete. */
function superseded(resource: StateResource, ids: ReadonlyMap<string, string>): StateResource[] {
  if (!ids.has(resource.urn) || resource.delete === true) return [resource];
  // Deleted before its replacement was begun.
  if (resource.pendingReplacement === true) return [];
  return [{ ...resource, delete: true }];
}
