import type { StandIn } from "../contract";
import { installedVersion } from "../installed-version";
import type { ChartCrds } from "./charts";
import { changesThatReplace, connect, type Cluster } from "./cluster";
import { kindOf } from "./kubernetes-object";
import { objectKind } from "./object-kind";
import { patchKind } from "./patch-kind";
import { releaseKind } from "./release";

/** Stand-in for `@pulumi/kubernetes`: it writes every kind of object to the real API server, and stands in for Helm. */
export const kubernetesStandIn = (chartCrds: ChartCrds): StandIn<Cluster> => ({
  package: "kubernetes",
  version: installedVersion("@pulumi/kubernetes"),
  configure: connect,
  verify: ({ api }) => api.verify(),
  replacesAll: changesThatReplace,
  resources: { "kubernetes:helm.sh/v3:Release": releaseKind(chartCrds) },
  otherResource(type) {
    const found = kindOf(type);
    if (found === undefined) return undefined;
    const [, patched] = /^(\w+)Patch$/.exec(found.kind) ?? [];
    return patched === undefined ? objectKind(found) : patchKind({ ...found, kind: patched });
  },
});

/** What the sandbox's report says about this stand-in. */
export const simulated: readonly string[] = [
  "Kubernetes: nothing runs. There are no nodes, so no pod starts and no NetworkPolicy stops a packet.",
  "Helm: a Release installs the chart's custom resource definitions and Helm's own record, not the chart's workloads. " +
    "Of the AWS load-balancer controller's definitions, which nothing here uses, there are none.",
];
