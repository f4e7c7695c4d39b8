import { z } from "zod";
import { flag, label, section, serverWithPort, text, wholeNumber } from "./text";

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

const APPS = "values of the label app.kubernetes.io/name, in a list such as [traefik]";

/** The pods that are meant by their namespace and label. */
const apps = () =>
  z.array(text(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, APPS), APPS).min(1, APPS);

const ingress = section({
  namespace: label("a namespace").describe(
    "Namespace of the ingress controller, for example `harmony`, `ingress-nginx` or `traefik`.",
  ),
  apps: apps()
    .default(["ingress-nginx", "traefik"])
    .describe(
      "Which pods in it are the controller: what their label `app.kubernetes.io/name` says.",
    ),
});

const monitoring = section({
  namespace: label("a namespace").describe("Namespace of what collects metrics."),
  apps: apps()
    .default(["prometheus"])
    .describe("Which pods in it collect: what their label `app.kubernetes.io/name` says."),
});

export const platform = section({
  ingress: ingress.describe(
    "The ingress controller, which alone reaches the web servers of instances from outside.",
  ),
  monitoring: monitoring
    .optional()
    .describe("What collects metrics of instances. Without it nothing may."),
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
