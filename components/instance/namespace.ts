import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { InstancePlan } from "./plan";
import type { InstanceSettings } from "./settings";

/** A namespace ends only when all in it has ended; 20 minutes is what a busy cluster was seen to take. */
const DELETE_TIMEOUT = "20m";

/**
 * The namespace of an instance. Its labels are those that Tutor would give it, as log collectors select on them;
 * Tutor's own Namespace object is taken out of what Argo CD deploys, so that it has one owner.
 */
export function createNamespace(
  slug: string,
  args: { readonly plan: InstancePlan; readonly settings: InstanceSettings },
  opts: { readonly parent: pulumi.Resource; readonly dependsOn?: readonly pulumi.Resource[] },
): kubernetes.core.v1.Namespace {
  const { plan, settings } = args;
  return new kubernetes.core.v1.Namespace(
    `${slug}-namespace`,
    {
      metadata: {
        name: plan.names.namespace,
        labels: {
          ...plan.labels,
          "openedx.org/release": settings.release,
          "openedx.org/environment": settings.environment,
          "app.kubernetes.io/component": "namespace",
          "app.kubernetes.io/part-of": "openedx",
          "app.kubernetes.io/managed-by": "tutor",
          "pod-security.kubernetes.io/enforce": "baseline",
          "pod-security.kubernetes.io/warn": "restricted",
        },
        annotations: plan.annotations,
      },
    },
    {
      parent: opts.parent,
      dependsOn: [...(opts.dependsOn ?? [])],
      customTimeouts: { delete: DELETE_TIMEOUT },
    },
  );
}
