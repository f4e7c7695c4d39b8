/** What every Kubernetes object of an instance carries, so that `kubectl get -l` finds it. */
export interface InstanceLabels extends Record<string, string> {
  "app.kubernetes.io/managed-by": "openedx";
  "openedx.org/instance": string;
}

export const instanceLabels = (slug: string): InstanceLabels => ({
  "app.kubernetes.io/managed-by": "openedx",
  "openedx.org/instance": slug,
});

/**
 * Annotation that says whose an object is. An object with the same name but without this mark is never taken over.
 */
export const OWNER_ANNOTATION = "openedx.org/owner";

/** Value of the owner mark: the cluster's name and, for what belongs to an instance, its slug. */
export const ownerMark = (cluster: string, slug?: string): string =>
  slug === undefined ? cluster : `${cluster}/${slug}`;
