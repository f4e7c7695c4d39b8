import { flag, label, section, serverWithPort, wholeNumber } from "./text";

const argocd = section({
  install: flag()
    .default(true)
    .describe(
      "`false` where Argo CD runs already: its custom resource definitions are then required.",
    ),
  namespace: label("a namespace")
    .default("argocd")
    .describe("Namespace of Argo CD and of the Applications."),
  deletionTimeoutSeconds: wholeNumber(10, 86_400)
    .default(1200)
    .describe(
      "How long `pulumi up` waits for Argo CD to remove what a removed instance deployed, in seconds.",
    ),
});

const argoWorkflows = section({
  install: flag()
    .default(true)
    .describe(
      "`false` where Argo Workflows runs already: its custom resource definitions are then required.",
    ),
  namespace: label("a namespace").default("argo").describe("Namespace of Argo Workflows."),
  timeoutSeconds: wholeNumber(10, 86_400)
    .default(300)
    .describe(
      "How long a workflow on a data server may run, all its attempts together, in seconds.",
    ),
});

export const platform = section({
  argocd: argocd.prefault({}).describe("Argo CD deploys each instance from Git."),
  argoWorkflows: argoWorkflows
    .prefault({})
    .describe("Argo Workflows runs provisioning jobs in the cluster."),
}).describe("What runs once on the cluster and serves all instances.");

export const registry = section({
  host: serverWithPort().describe(
    "Host of the registry, with the port if it is not 443, for example `ghcr.io`.",
  ),
}).describe(
  "The registry that instances pull images from. Its credentials are the secret `openedx:registryCredentials`.",
);
