/**
 * Every version that the program installs, each with the place to look for a newer one.
 * Package versions are in package-lock.json.
 */

// renovate: datasource=helm depName=argo-cd registryUrl=https://argoproj.github.io/argo-helm
export const ARGO_CD_CHART = "10.1.1";

// renovate: datasource=helm depName=argo-workflows registryUrl=https://argoproj.github.io/argo-helm
export const ARGO_WORKFLOWS_CHART = "1.0.18";

/** Where both charts come from. */
export const ARGO_HELM_REPOSITORY = "https://argoproj.github.io/argo-helm";

// renovate: datasource=helm depName=cluster-autoscaler registryUrl=https://kubernetes.github.io/autoscaler
export const CLUSTER_AUTOSCALER_CHART = "9.59.0";

// renovate: datasource=helm depName=aws-load-balancer-controller registryUrl=https://aws.github.io/eks-charts
export const LOAD_BALANCER_CONTROLLER_CHART = "3.5.0";
