import type * as kubernetes from "@pulumi/kubernetes";
import type { CommonClusterSettings } from "./settings";

/** What the provider of every cluster is told, whoever runs it. */
export const commonProviderArgs = ({
  client,
}: Pick<CommonClusterSettings, "client">): kubernetes.ProviderArgs => ({
  // A changed Secret or ConfigMap is updated in place instead of being deleted and made anew.
  enableSecretMutable: true,
  enableConfigMapMutable: true,
  kubeClientSettings: { ...client },
});
