import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { MANAGED_BY } from "../../shared/labels";

/** Where resources of Kubernetes hang, and the cluster that they are on. */
export interface KubernetesOptions {
  readonly parent: pulumi.Resource;
  readonly provider: kubernetes.Provider;
}

/** The class of volumes that say no other: encrypted gp3, made in the zone of the pod that asks first. */
export const createStorageClass = (
  name: string,
  opts: KubernetesOptions,
): kubernetes.storage.v1.StorageClass =>
  new kubernetes.storage.v1.StorageClass(
    `${name}-gp3`,
    {
      metadata: {
        name: "gp3",
        labels: MANAGED_BY,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true" },
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      reclaimPolicy: "Delete",
    },
    opts,
  );
