import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { namespacedMetadata, namespacedOptions, type NamespacedOptions } from "./namespaced";
import type { InstancePlan } from "./plan";

/** A private registry and the way in. */
export interface RegistryAccess {
  readonly host: string;
  /** Base64 of `user:password`. */
  readonly credentials: pulumi.Output<string>;
}

/** The Secret that pods pull images with, where a registry is set. */
export function createImagePullSecret(
  slug: string,
  args: { readonly plan: InstancePlan; readonly registry?: RegistryAccess },
  opts: NamespacedOptions,
): kubernetes.core.v1.Secret | undefined {
  const { plan, registry } = args;
  if (registry === undefined) return undefined;
  return new kubernetes.core.v1.Secret(
    `${slug}-image-pull-secret`,
    {
      metadata: namespacedMetadata("openedx-image-pull-secret", plan),
      type: "kubernetes.io/dockerconfigjson",
      stringData: {
        ".dockerconfigjson": pulumi.secret(
          pulumi.jsonStringify({ auths: { [registry.host]: { auth: registry.credentials } } }),
        ),
      },
    },
    namespacedOptions(opts),
  );
}
