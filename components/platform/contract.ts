import type * as pulumi from "@pulumi/pulumi";
import type { OperatorNamespace } from "../data/contract";

/** What runs once on the cluster and serves all instances, whoever has made it. */
export interface Platform {
  /** Namespace that Applications go to. */
  readonly applicationsNamespace: string;
  /** What must be there before the cluster knows what an Application is. */
  readonly argocdReady: readonly pulumi.Resource[];
  /** What must be on the cluster already. */
  readonly required: readonly pulumi.Resource[];
  /** @default - no data server is reached from inside the cluster */
  readonly operator?: OperatorNamespace;
  /** Secret. @default - Argo CD is not installed by this stack */
  readonly adminPassword?: pulumi.Output<string>;
  /** All that this stack makes of it. */
  readonly made: readonly pulumi.Resource[];
}
