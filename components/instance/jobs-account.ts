import * as kubernetes from "@pulumi/kubernetes";
import { namespacedMetadata, namespacedOptions, type NamespacedOptions } from "./namespaced";
import type { InstancePlan } from "./plan";

const NAME = "openedx-jobs";

/**
 * The ServiceAccount that jobs and workflows of the instance run as. It may report the result of its own workflow
 * steps, which is all that Argo's executor needs
 * (https://argo-workflows.readthedocs.io/en/latest/workflow-rbac/), and nothing else: no Secret, no other pod.
 * Its tokens are short-lived ones that the kubelet asks for, so there is no token Secret either.
 *
 * @returns the last, which comes after the others
 */
export function createJobsAccount(
  slug: string,
  args: { readonly plan: InstancePlan; readonly pullSecret?: kubernetes.core.v1.Secret },
  opts: NamespacedOptions,
): kubernetes.rbac.v1.RoleBinding {
  const metadata = namespacedMetadata(NAME, args.plan);
  const account = new kubernetes.core.v1.ServiceAccount(
    `${slug}-jobs-account`,
    {
      metadata,
      imagePullSecrets: args.pullSecret ? [{ name: args.pullSecret.metadata.name }] : undefined,
    },
    namespacedOptions(opts),
  );
  const role = new kubernetes.rbac.v1.Role(
    `${slug}-jobs-role`,
    {
      metadata,
      rules: [
        {
          apiGroups: ["argoproj.io"],
          resources: ["workflowtaskresults"],
          verbs: ["create", "patch"],
        },
      ],
    },
    namespacedOptions({ ...opts, after: account }),
  );
  return new kubernetes.rbac.v1.RoleBinding(
    `${slug}-jobs-binding`,
    {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: NAME },
      subjects: [{ kind: "ServiceAccount", name: NAME, namespace: args.plan.names.namespace }],
    },
    namespacedOptions({ ...opts, after: role }),
  );
}
