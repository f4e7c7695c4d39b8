/** Values of the argo-workflows chart. */
export const argoWorkflowsValues = () => ({
  // The full definitions come by a job that downloads them; the minimal ones are part of the chart.
  // Deleting them would delete every workflow, so they outlive the release.
  crds: { install: true, keep: true, full: false },
  // Left out, some versions let everybody in with the server's own rights.
  server: { authModes: ["client"] },
});
