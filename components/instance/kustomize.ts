import type * as pulumi from "@pulumi/pulumi";

/** A change that Argo CD makes to what Tutor rendered, as kustomize takes it. */
export interface KustomizePatch {
  /** Without a name: all of the kind. A name is a regular expression that the whole name must match. */
  readonly target: { readonly kind: string; readonly name?: string };
  readonly patch: pulumi.Input<string>;
}
