/** What every Kubernetes object of a stack carries. */
export const MANAGED_BY = { "app.kubernetes.io/managed-by": "openedx" } as const;

/** What every Kubernetes object of an instance carries, so that `kubectl get -l` finds it. */
export interface InstanceLabels extends Record<string, string> {
  "app.kubernetes.io/managed-by": "openedx";
  "openedx.org/instance": string;
}

export const instanceLabels = (slug: string): InstanceLabels => ({
  ...MANAGED_BY,
  "openedx.org/instance": slug,
});

/**
 * Annotation that says whose an object is. An object with the same name but without this mark is never taken over.
 */
export const OWNER_ANNOTATION = "openedx.org/owner";

/** Value of the owner mark: the cluster's name and, for what belongs to an instance, its slug. */
export const ownerMark = (cluster: string, slug?: string): string =>
  slug === undefined ? cluster : `${cluster}/${slug}`;

/**
 * Begins the annotations of the operator namespace that tell what a removal has left behind on a data server. The name
 * of the run follows.
 */
export const LEFT_BEHIND = "left-behind.openedx.org/";
