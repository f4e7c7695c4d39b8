import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ArgoCd } from "./argo-cd";
import { ArgoWorkflows } from "./argo-workflows";
import type { Platform } from "./contract";
import { FoundOperator } from "./found-operator";
import { Operator } from "./operator";
import type { PlatformSettings } from "./settings";

export interface PlatformArgs {
  readonly settings: PlatformSettings;
  readonly clusterName: string;
  /** The provider of the cluster. */
  readonly kubernetes: kubernetes.Provider;
  /** Whether a data server is reached from inside the cluster. */
  readonly withOperator: boolean;
}

interface PlatformOptions {
  readonly providers: pulumi.ProviderResource[];
}

/** Installs the platform, or finds what of it runs already, as the settings say. */
export function createPlatform(args: PlatformArgs, { providers }: PlatformOptions): Platform {
  const { settings, clusterName, kubernetes: cluster } = args;
  const argocd = new ArgoCd("argocd", { clusterName, settings: settings.argocd }, { providers });
  const workflows = new ArgoWorkflows(
    "argo-workflows",
    { clusterName, settings: settings.argoWorkflows },
    { providers },
  );
  const { templates, podSecurity } = workflows;
  const operator = args.withOperator
    ? new Operator(
        "operator",
        { clusterName, kubernetes: cluster, templates, podSecurity },
        { providers: [cluster] },
      )
    : undefined;
  return {
    applicationsNamespace: argocd.applicationsNamespace,
    argocdReady: argocd.ready,
    required: [...argocd.required, ...workflows.required],
    operator,
    adminPassword: argocd.adminPassword,
    made: [argocd, workflows, ...(operator ? [operator] : [])],
  };
}

/** The platform that another stack has made. Nothing of it is made here, and nothing goes with this stack. */
export function findPlatform(args: PlatformArgs, { providers }: PlatformOptions): Platform {
  const { settings, clusterName, kubernetes: cluster, withOperator } = args;
  return {
    applicationsNamespace: settings.argocd.namespace,
    argocdReady: [],
    required: [],
    operator: withOperator
      ? new FoundOperator("operator", { clusterName, kubernetes: cluster }, { providers })
      : undefined,
    made: [],
  };
}
