import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { InstancePlan } from "./plan";

/** Where an object inside the namespace of an instance hangs. */
export interface NamespacedOptions {
  readonly parent: pulumi.Resource;
  readonly namespace: kubernetes.core.v1.Namespace;
}

/** Metadata of an object inside the namespace of an instance. */
export const namespacedMetadata = (
  name: string,
  plan: InstancePlan,
  { namespace }: NamespacedOptions,
) => ({
  name,
  namespace: namespace.metadata.name,
  labels: plan.labels,
  annotations: plan.annotations,
});

/** The namespace takes what is inside along, which saves one API call an object. */
export const namespacedOptions = ({
  parent,
  namespace,
}: NamespacedOptions): pulumi.CustomResourceOptions => ({ parent, deletedWith: namespace });
