import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Looks for custom resource definitions that somebody else installed. One that is missing ends the run before
 * anything that needs it; the engine's message then carries the name given here, so the name is the explanation.
 */
export function requireDefinitions(
  setting: string,
  definitions: readonly string[],
  opts: { readonly parent: pulumi.Resource },
): kubernetes.apiextensions.v1.CustomResourceDefinition[] {
  return definitions.map((definition) =>
    kubernetes.apiextensions.v1.CustomResourceDefinition.get(
      `${setting}.install-is-false-but-the-cluster-has-no-${definition}`,
      definition,
      opts,
    ),
  );
}
