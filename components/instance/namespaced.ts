import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { InstancePlan } from "./plan";

/** Where an object inside the namespace of an instance hangs. */
export interface NamespacedOptions {
  readonly parent: pulumi.Resource;
  readonly namespace: kubernetes.core.v1.Namespace;
  /** What comes before it, and itself comes after the namespace. @default - the namespace alone */
  readonly after?: pulumi.Resource;
}

/**
 * Metadata of an object inside the namespace of an instance. The namespace is named as the plan has it, because every
 * input that comes from another resource is recorded as such, with that resource's whole URN.
 */
export const namespacedMetadata = (name: string, { names, labels, annotations }: InstancePlan) => ({
  name,
  namespace: names.namespace,
  labels,
  annotations,
});

/** The namespace takes what is inside along; that saves one API call an object. */
export const namespacedOptions = ({
  parent,
  namespace,
  after = namespace,
}: NamespacedOptions): pulumi.CustomResourceOptions => ({
  parent,
  dependsOn: [after],
  deletedWith: namespace,
});
