/** Values of the argo-workflows chart. */
export const argoWorkflowsValues = () => ({
  // The full definitions come by a job that downloads them; the minimal ones are part of the chart.
  // Deleting them would delete every workflow, so they outlive the release.
  crds: { install: true, keep: true, full: false },
  // Left out, some versions let everybody in with the server's own rights.
  server: { authModes: ["client"] },
  // Of the containers that Argo adds to each pod; without it a namespace with the restricted profile refuses the pod.
  executor: {
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  },
});
