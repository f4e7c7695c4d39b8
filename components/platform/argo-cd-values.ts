import type * as pulumi from "@pulumi/pulumi";

/**
 * Values of the argo-cd chart.
 *
 * @param adminHash bcrypt hash of the administrator's password; kept in state, as a fresh salt would be a change
 */
export const argoCdValues = (adminHash: pulumi.Output<string>) => ({
  fullnameOverride: "argocd",
  // Deleting the definitions would delete every Application, so they outlive the release.
  crds: { install: true, keep: true },
  dex: { enabled: false },
  notifications: { enabled: false },
  applicationSet: { replicas: 0 },
  configs: {
    // Whoever logs in may do nothing until a role says otherwise.
    rbac: { "policy.default": "" },
    secret: {
      argocdServerAdminPassword: adminHash,
      // Left out, the chart writes the time of the installation, which differs on every run.
      argocdServerAdminPasswordMtime: "2026-01-01T00:00:00Z",
    },
  },
});
