import { Provider as CommandProvider } from "@pulumi/command/provider";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { OperatorNamespace } from "../data/contract";
import { MANAGED_BY, OWNER_ANNOTATION, ownerMark } from "../shared/labels";
import { leftBehindWarning } from "./left-behind";
import { createPlatformNamespace, type PodSecurity } from "./platform-namespace";

export interface OperatorArgs {
  readonly clusterName: string;
  /** The provider of the cluster. */
  readonly kubernetes: kubernetes.Provider;
  /** The workflow templates. */
  readonly templates: readonly pulumi.Resource[];
  readonly podSecurity: PodSecurity;
}

/** Name of the namespace; no slug may begin so. */
export const OPERATOR_NAMESPACE = "openedx-operator";

export const OPERATOR_ACCOUNT = "openedx-runs";

/**
 * The namespace where workflows reach data servers from inside the cluster. The administrators' logins are there and in
 * no tenant's namespace. Workflows run as an account that may report the result of its own steps, which is all that
 * Argo's executor needs (https://argo-workflows.readthedocs.io/en/latest/workflow-rbac/), and nothing else.
 */
export class Operator extends pulumi.ComponentResource implements OperatorNamespace {
  readonly namespace = OPERATOR_NAMESPACE;
  readonly serviceAccount = OPERATOR_ACCOUNT;
  readonly mark: string;
  readonly kubernetes: kubernetes.Provider;
  readonly command: CommandProvider;
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: OperatorArgs, opts: pulumi.ComponentResourceOptions) {
    super("openedx:platform:Operator", name, {}, opts);
    const { clusterName, podSecurity } = args;
    this.mark = ownerMark(clusterName);
    this.kubernetes = args.kubernetes;
    this.command = new CommandProvider(`${name}-command`, {}, { parent: this });
    const namespace = createPlatformNamespace(
      name,
      { namespace: OPERATOR_NAMESPACE, clusterName, podSecurity },
      { parent: this },
    );
    const binding = this.createAccount(name, namespace);
    this.ready = [...args.templates, binding];
    this.warnOfLeftovers(name, namespace);
    this.registerOutputs({ namespace: OPERATOR_NAMESPACE });
  }

  private createAccount(
    name: string,
    namespace: kubernetes.core.v1.Namespace,
  ): kubernetes.rbac.v1.RoleBinding {
    const metadata = {
      name: OPERATOR_ACCOUNT,
      namespace: OPERATOR_NAMESPACE,
      labels: MANAGED_BY,
      annotations: { [OWNER_ANNOTATION]: this.mark },
    };
    const opts = { parent: this, dependsOn: [namespace], deletedWith: namespace };
    const account = new kubernetes.core.v1.ServiceAccount(`${name}-account`, { metadata }, opts);
    const rules = [
      {
        apiGroups: ["argoproj.io"],
        resources: ["workflowtaskresults"],
        verbs: ["create", "patch"],
      },
    ];
    const role = new kubernetes.rbac.v1.Role(`${name}-role`, { metadata, rules }, opts);
    return new kubernetes.rbac.v1.RoleBinding(
      `${name}-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: OPERATOR_ACCOUNT },
        subjects: [
          { kind: "ServiceAccount", name: OPERATOR_ACCOUNT, namespace: OPERATOR_NAMESPACE },
        ],
      },
      { ...opts, dependsOn: [account, role] },
    );
  }

  /** Reads the live namespace each time, as removals note on it what they have left behind. */
  private warnOfLeftovers(name: string, namespace: kubernetes.core.v1.Namespace): void {
    const live = kubernetes.core.v1.Namespace.get(`${name}-left-behind`, namespace.id, {
      parent: this,
    });
    live.metadata.annotations.apply((annotations) => {
      const warning = leftBehindWarning(OPERATOR_NAMESPACE, annotations);
      if (warning !== undefined) void pulumi.log.warn(warning);
    });
  }
}
