import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { IN_CLUSTER } from "./app-project";
import type { InstancePlan } from "./plan";
import type { KustomizePatch } from "./restarts";
import type { InstanceSettings } from "./settings";

/** Makes Argo CD remove what it deployed before the Application goes. */
const CASCADE = "resources-finalizer.argocd.argoproj.io";

export interface ApplicationArgs {
  readonly plan: InstancePlan;
  readonly settings: InstanceSettings;
  readonly applicationsNamespace: string;
  readonly project: kubernetes.apiextensions.CustomResource;
  /** What is changed in what Tutor rendered. */
  readonly patches: readonly KustomizePatch[];
  readonly deletionTimeoutSeconds: number;
}

/** Tells Argo CD to deploy what Tutor rendered into Git, and to keep it so. */
export function createApplication(
  slug: string,
  args: ApplicationArgs,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] },
): kubernetes.apiextensions.CustomResource {
  const { plan, settings } = args;
  return new kubernetes.apiextensions.CustomResource(
    `${slug}-application`,
    {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: {
        name: plan.names.application,
        namespace: args.applicationsNamespace,
        labels: {
          ...plan.labels,
          "app.kubernetes.io/name": slug,
          "app.kubernetes.io/instance": settings.environment,
        },
        annotations: plan.annotations,
        finalizers: [CASCADE],
      },
      spec: {
        project: plan.names.application,
        source: {
          repoURL: settings.gitops.repository,
          targetRevision: settings.gitops.revision,
          path: settings.gitops.path,
          kustomize: { patches: args.patches },
        },
        destination: { server: IN_CLUSTER, namespace: plan.names.namespace },
        syncPolicy: syncPolicy(settings.sync),
        // The autoscaler owns the number of replicas.
        ignoreDifferences: [
          { group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] },
        ],
      },
    },
    {
      parent: opts.parent,
      dependsOn: [args.project, ...opts.dependsOn],
      customTimeouts: { delete: `${args.deletionTimeoutSeconds}s` },
    },
  );
}

/** Init jobs of a first deployment run for long, so the retries reach over about 20 minutes. */
const syncPolicy = (sync: InstanceSettings["sync"]) => ({
  automated: sync === "auto" ? { prune: true, selfHeal: true } : undefined,
  syncOptions: ["PruneLast=true", "RespectIgnoreDifferences=true", "ServerSideApply=true"],
  retry: { limit: 5, backoff: { duration: "30s", factor: 2, maxDuration: "10m" } },
});
