import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { OWNER_ANNOTATION, ownerMark } from "../shared/labels";

/** A namespace of the platform, marked as the cluster's own. */
export function createPlatformNamespace(
  name: string,
  args: { readonly namespace: string; readonly clusterName: string },
  opts: { readonly parent: pulumi.Resource },
): kubernetes.core.v1.Namespace {
  return new kubernetes.core.v1.Namespace(
    `${name}-namespace`,
    {
      metadata: {
        name: args.namespace,
        labels: { "app.kubernetes.io/managed-by": "openedx" },
        annotations: { [OWNER_ANNOTATION]: ownerMark(args.clusterName) },
      },
    },
    { parent: opts.parent, customTimeouts: { delete: "20m" } },
  );
}
