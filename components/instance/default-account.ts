import * as kubernetes from "@pulumi/kubernetes";
import { namespacedOptions, type NamespacedOptions } from "./namespaced";
import type { InstancePlan } from "./plan";

/**
 * Takes the token for the Kubernetes API away from the ServiceAccount that pods run as if they name none, as all of
 * Tutor's do. The controller manager makes it with the namespace; whichever of the two is first, the other takes what
 * it finds. Only this one field is ours, and goes back to its default with us.
 */
export const createDefaultAccountPatch = (
  slug: string,
  args: { readonly plan: InstancePlan },
  opts: NamespacedOptions,
): kubernetes.core.v1.ServiceAccountPatch =>
  new kubernetes.core.v1.ServiceAccountPatch(
    `${slug}-default-account`,
    {
      metadata: { name: "default", namespace: args.plan.names.namespace },
      automountServiceAccountToken: false,
    },
    namespacedOptions(opts),
  );
