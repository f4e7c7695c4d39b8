import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { MANAGED_BY, OWNER_ANNOTATION, ownerMark } from "../shared/labels";

/** What pods may ask for: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurity = "baseline" | "restricted";

/** A namespace of the platform, marked as the cluster's own. */
export function createPlatformNamespace(
  name: string,
  args: {
    readonly namespace: string;
    readonly clusterName: string;
    /** @default - what the cluster says for all namespaces */
    readonly podSecurity?: PodSecurity;
  },
  opts: { readonly parent: pulumi.Resource },
): kubernetes.core.v1.Namespace {
  return new kubernetes.core.v1.Namespace(
    `${name}-namespace`,
    {
      metadata: {
        name: args.namespace,
        labels: { ...MANAGED_BY, ...podSecurityLabels(args.podSecurity) },
        annotations: { [OWNER_ANNOTATION]: ownerMark(args.clusterName) },
      },
    },
    { parent: opts.parent, customTimeouts: { delete: "20m" } },
  );
}

const podSecurityLabels = (level?: PodSecurity): Readonly<Record<string, string>> =>
  level === undefined
    ? {}
    : {
        "pod-security.kubernetes.io/enforce": level,
        "pod-security.kubernetes.io/warn": "restricted",
      };
