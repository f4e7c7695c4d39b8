import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ARGO_HELM_REPOSITORY } from "../shared/versions";

export interface PlatformReleaseArgs {
  readonly chart: string;
  readonly version: string;
  readonly namespace: kubernetes.core.v1.Namespace;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Charts that start slowly on a new node pool were seen to take about ten minutes. */
const TIMEOUT_SECONDS = 900;

/** A pinned chart, installed by Helm, so that its hooks run. */
export function createPlatformRelease(
  name: string,
  args: PlatformReleaseArgs,
  opts: { readonly parent: pulumi.Resource },
): kubernetes.helm.v3.Release {
  return new kubernetes.helm.v3.Release(
    `${name}-release`,
    {
      // Without a name of its own the release gets a random one, and the objects of the chart with it.
      name,
      chart: args.chart,
      version: args.version,
      namespace: args.namespace.metadata.name,
      repositoryOpts: { repo: ARGO_HELM_REPOSITORY },
      values: args.values,
      atomic: true,
      maxHistory: 5,
      timeout: TIMEOUT_SECONDS,
    },
    // A release made beside the old one would meet the old one's cluster-wide objects.
    { parent: opts.parent, deleteBeforeReplace: true },
  );
}
