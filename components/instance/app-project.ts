import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { InstancePlan } from "./plan";
import type { InstanceSettings } from "./settings";

/** The cluster that Argo CD itself runs on. */
export const IN_CLUSTER = "https://kubernetes.default.svc";

/**
 * The kinds that Tutor and Drydock render for an instance. There is no Secret among them, as no secret is in Git, and
 * no Role, so that whoever writes to the repository cannot widen what the instance may do.
 */
const KINDS = [
  { group: "", kind: "ConfigMap" },
  { group: "", kind: "PersistentVolumeClaim" },
  { group: "", kind: "Service" },
  { group: "apps", kind: "Deployment" },
  { group: "apps", kind: "StatefulSet" },
  { group: "autoscaling", kind: "HorizontalPodAutoscaler" },
  { group: "batch", kind: "CronJob" },
  { group: "batch", kind: "Job" },
  { group: "cert-manager.io", kind: "Certificate" },
  { group: "networking.k8s.io", kind: "Ingress" },
  { group: "policy", kind: "PodDisruptionBudget" },
];

/** What Argo CD may deploy for an instance: from its repository, into its namespace, the kinds it needs. */
export function createAppProject(
  slug: string,
  args: {
    readonly plan: InstancePlan;
    readonly settings: InstanceSettings;
    readonly applicationsNamespace: string;
  },
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] },
): kubernetes.apiextensions.CustomResource {
  const { names, labels, annotations } = args.plan;
  return new kubernetes.apiextensions.CustomResource(
    `${slug}-app-project`,
    {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "AppProject",
      metadata: {
        name: names.application,
        namespace: args.applicationsNamespace,
        labels,
        annotations,
      },
      spec: {
        description: `Open edX instance ${slug}`,
        sourceRepos: [args.settings.gitops.repository],
        destinations: [{ server: IN_CLUSTER, namespace: names.namespace }],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: KINDS,
      },
    },
    opts,
  );
}
