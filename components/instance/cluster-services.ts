import type { KustomizePatch } from "./kustomize";

/**
 * Makes every Service one that only the cluster reaches. The quota has no room for a port of the nodes or a load balancer, which
 * Tutor's plugins render by habit and Tutor itself with a web proxy of its own; Caddy and the ingress controller need neither.
 *
 * It has no name in its target, so that the Services of plugins are meant too.
 */
export const CLUSTER_SERVICES: KustomizePatch = {
  target: { kind: "Service" },
  patch: JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "named-by-the-target" },
    spec: { type: "ClusterIP" },
  }),
};
