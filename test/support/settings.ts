import * as pulumi from "@pulumi/pulumi";
import type { ProgramSecrets, ProgramSettings } from "../../components/program";
import type { InstanceSettings } from "../../components/instance/settings";

/** Settings of one instance, with what a test wants otherwise. */
export function sampleInstance(
  slug: string,
  overrides: Partial<InstanceSettings> = {},
): InstanceSettings {
  const lms = `${slug}.example.org`;
  return {
    slug,
    platformName: slug,
    environment: "test",
    release: "ulmo",
    hosts: {
      lms,
      studio: `studio.${lms}`,
      mfe: `apps.${lms}`,
      meilisearch: `meilisearch.${lms}`,
    },
    sync: "auto",
    deletionProtection: false,
    gitops: {
      repository: "https://git.example.org/campus/instances.git",
      revision: "main",
      path: `instances/${slug}/env`,
    },
    ...overrides,
  };
}

/** Settings of a stack with the given instances. */
export function sampleSettings(
  instances: readonly InstanceSettings[],
  overrides: Partial<ProgramSettings> = {},
): ProgramSettings {
  return {
    cluster: {
      kind: "existing",
      name: "campus",
      environment: "test",
      domain: "example.org",
      client: { qps: 50, burst: 100 },
    },
    mysql: {
      kind: "external",
      access: "direct",
      host: "mysql.example.org",
      port: 3306,
      adminUser: "admin",
      tls: "verify",
    },
    mongodb: {
      kind: "atlas",
      projectId: "0123456789abcdef01234567",
      clusterName: "campus",
      host: "mongodb+srv://campus.abc12.mongodb.net",
    },
    storage: { kind: "s3", region: "eu-central-1" },
    platform: {
      argocd: { install: true, namespace: "argocd", deletionTimeoutSeconds: 1200 },
      argoWorkflows: { install: true, namespace: "argo" },
    },
    instances,
    ...overrides,
  };
}

/** Made-up secrets, each recognisable. */
export const sampleSecrets = (): ProgramSecrets => ({
  kubeconfig: pulumi.secret("apiVersion: v1\nkind: Config\n# kubeconfig-secret\n"),
  mysqlAdminPassword: pulumi.secret("mysql-admin-secret"),
  registryCredentials: pulumi.secret("cmVnaXN0cnktc2VjcmV0"),
});
