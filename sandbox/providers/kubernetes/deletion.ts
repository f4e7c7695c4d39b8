import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../contract";
import { isProperties, propertiesAt, textAt, type Properties } from "../value";
import { UnknownKindError, type KubernetesApi } from "./api";
import { ApiError, isNotFound } from "./api-error";
import { finalizersOf, idOf, uidOf, type ObjectReference } from "./kubernetes-object";

/** How long a deletion may take when the program sets no `customTimeouts`: the official provider's 5 minutes. */
export const DEFAULT_DELETION_SECONDS = 300;

/** The finalizer that makes Argo CD remove what an Application deployed, with or without a policy behind it. */
const ARGO_CD_FINALIZER = /^resources-finalizer\.argocd\.argoproj\.io(\/|$)/;

export interface Deletion {
  readonly reference: ObjectReference;
  /** The object that is meant; one with another is not touched. @default - whatever has the name */
  readonly uid?: string;
  readonly timeoutSeconds: number;
}

/**
 * Deletes an object and waits until it is gone. One that is being deleted already is only waited for.
 *
 * @throws OperatorError that says what it waits for, after the timeout
 */
export async function deleteAndWait(api: KubernetesApi, deletion: Deletion): Promise<void> {
  const deadline = performance.now() + deletion.timeoutSeconds * 1000;
  if (await isGoneAtOnce(api, deletion)) return;
  for (let wait = 30; ; wait = Math.min(wait * 1.5, 1000)) {
    const live = await api.find(deletion.reference);
    if (!live || isAnother(live, deletion)) return;
    const left = deadline - performance.now();
    if (left <= 0) throw new OperatorError(stillThere(live, deletion));
    await sleep(Math.min(wait, left));
  }
}

async function isGoneAtOnce(api: KubernetesApi, { reference, uid }: Deletion): Promise<boolean> {
  try {
    const answer = await api.requestDeletion(reference, uid);
    // Otherwise the answer is the object as it is being deleted.
    return answer.kind === "Status";
  } catch (error) {
    if (isNotFound(error) || error instanceof UnknownKindError) return false;
    // A namespace that is being deleted already, or an object that has been made anew: looking at it tells.
    if (error instanceof ApiError && error.status === 409) return false;
    throw error;
  }
}

const isAnother = (live: Properties, { uid }: Deletion): boolean =>
  uid !== undefined && uidOf(live) !== uid;

/** Why an object has not gone and what to do, for the operator. */
export function stillThere(live: Properties, { reference, timeoutSeconds }: Deletion): string {
  const waited = `${timeoutSeconds} seconds`;
  const what = `${reference.kind} ${idOf(reference)}`;
  const finalizers = finalizersOf(live);
  if (reference.kind === "Application" && finalizers.some((name) => ARGO_CD_FINALIZER.test(name))) {
    return (
      `${what}: Argo CD has not finished removing what it deployed within ${waited}. Check that Argo CD's ` +
      "application controller runs, then run the same command again"
    );
  }
  const reasons = [
    ...conditionMessages(live),
    ...(finalizers.length > 0 ? [`its finalizers are ${finalizers.join(", ")}`] : []),
  ];
  return (
    `${what} is still being deleted after ${waited}: ` +
    `${reasons.join("; ") || "the API server does not say what it waits for"}. ` +
    "Check that whoever has to remove this runs, then run the same command again"
  );
}

/** What a terminating Namespace says that it waits for. */
function conditionMessages(live: Properties): string[] {
  const { conditions } = propertiesAt(live, "status");
  return (Array.isArray(conditions) ? conditions : [])
    .filter(isProperties)
    .filter((condition) => live.kind === "Namespace" && condition.status === "True")
    .map((condition) => textAt(condition, "message").replace(/\.$/, ""));
}
