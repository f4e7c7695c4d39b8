import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { instanceLabels, MANAGED_BY, OWNER_ANNOTATION } from "../shared/labels";
import { objectName } from "../shared/names";
import type { AccessOwner, OperatorNamespace } from "./contract";

/** Who may do everything on a data server. */
export interface Administrator {
  readonly user: pulumi.Input<string>;
  readonly password: pulumi.Output<string>;
  /** PEM of the authority that the server's certificate is of. @default - a public one, or none */
  readonly caCertificate?: pulumi.Input<string>;
}

/**
 * The administrator's login of a data server, as the workflow templates read it. It is in the operator namespace and
 * nowhere else. Everything that a workflow needs is there before it, so whoever has waited for it can run one.
 *
 * @param name of the server; the Secret is called after it
 */
export function createAdminSecret(
  name: string,
  args: { readonly operator: OperatorNamespace; readonly admin: Administrator },
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): kubernetes.core.v1.Secret {
  const { operator, admin } = args;
  const { user: username, password, caCertificate } = admin;
  const login = { username, password };
  return new kubernetes.core.v1.Secret(
    `${name}-admin`,
    {
      metadata: {
        name: adminSecretName(name),
        namespace: operator.namespace,
        labels: MANAGED_BY,
        annotations: { [OWNER_ANNOTATION]: operator.mark },
      },
      stringData: caCertificate === undefined ? login : { ...login, "ca.crt": caCertificate },
    },
    {
      parent: opts.parent,
      provider: operator.kubernetes,
      dependsOn: [...operator.ready, ...opts.dependsOn],
    },
  );
}

/** @param server name of the server */
export const adminSecretName = (server: string): string => `${server}-admin`;

/**
 * The password that a workflow gives the user of an instance.
 *
 * @param name of the access; the Secret is called after it
 */
export const createPasswordSecret = (
  name: string,
  args: {
    readonly operator: OperatorNamespace;
    readonly owner: AccessOwner;
    readonly password: pulumi.Output<string>;
  },
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] },
): kubernetes.core.v1.Secret =>
  new kubernetes.core.v1.Secret(
    `${name}-password`,
    {
      metadata: {
        name: passwordSecretName(name),
        namespace: args.operator.namespace,
        labels: instanceLabels(args.owner.slug),
        annotations: { [OWNER_ANNOTATION]: args.owner.mark },
      },
      stringData: { password: args.password },
    },
    { ...opts, provider: args.operator.kubernetes },
  );

/** Names of Secrets have at most 253 characters. @param access name of the access */
export const passwordSecretName = (access: string): string => objectName(253, access);
