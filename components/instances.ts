import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster } from "./cluster/contract";
import type { RegistryAccess } from "./instance/image-pull-secret";
import type { Surroundings } from "./instance/network-rules";
import { OpenEdxInstance } from "./instance/open-edx-instance";
import type { Platform } from "./platform/contract";
import type { Servers } from "./servers";
import type { ProgramSecrets, ProgramSettings } from "./settings";

export interface InstancesArgs {
  readonly cluster: KubernetesCluster;
  readonly platform: Platform;
  readonly servers: Servers;
}

/** Makes all instances of the settings. */
export function createInstances(
  settings: ProgramSettings,
  secrets: ProgramSecrets,
  { cluster, platform, servers }: InstancesArgs,
  opts: { readonly providers: pulumi.ProviderResource[] },
): OpenEdxInstance[] {
  const shared = {
    ...servers,
    clusterName: cluster.clusterName,
    around: surroundings(settings, cluster, servers),
    applicationsNamespace: platform.applicationsNamespace,
    argocdReady: platform.argocdReady,
    required: platform.required,
    deletionTimeoutSeconds: settings.platform.argocd.deletionTimeoutSeconds,
    registry: registryAccess(settings, secrets),
    meilisearchMasterKey: secrets.meilisearchMasterKey,
  };
  return settings.instances.map((instance) => {
    const { slug } = instance;
    const [smtpPassword, keyPairs] = [secrets.smtpPasswords?.[slug], secrets.keyPairs?.[slug]];
    return new OpenEdxInstance(
      slug,
      { ...shared, settings: instance, smtpPassword, keyPairs },
      opts,
    );
  });
}

/** What is around every instance, from where it is reached and what it reaches. */
const surroundings = (
  { platform }: ProgramSettings,
  cluster: KubernetesCluster,
  { mysql, mongodb, storage }: Servers,
): Surroundings => ({
  cluster: cluster.network,
  ingress: platform.ingress,
  monitoring: platform.monitoring,
  servers: [mysql, mongodb, storage].flatMap(({ network }) => network ?? []),
});

function registryAccess(
  { registry }: ProgramSettings,
  { registryCredentials }: ProgramSecrets,
): RegistryAccess | undefined {
  if (registry === undefined || registryCredentials === undefined) return undefined;
  return { host: registry.host, credentials: registryCredentials };
}
