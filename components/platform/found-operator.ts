import { Provider as CommandProvider } from "@pulumi/command/provider";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { OperatorNamespace } from "../data/contract";
import { ownerMark } from "../shared/labels";
import { OPERATOR_ACCOUNT, OPERATOR_NAMESPACE } from "./operator";

export interface FoundOperatorArgs {
  readonly clusterName: string;
  /** The provider of the cluster. */
  readonly kubernetes: kubernetes.Provider;
}

/** The operator namespace that another stack has made, with the administrators' logins in it. */
export class FoundOperator extends pulumi.ComponentResource implements OperatorNamespace {
  readonly namespace = OPERATOR_NAMESPACE;
  readonly serviceAccount = OPERATOR_ACCOUNT;
  readonly mark: string;
  readonly kubernetes: kubernetes.Provider;
  readonly command: CommandProvider;
  readonly ready: readonly pulumi.Resource[] = [];

  constructor(name: string, args: FoundOperatorArgs, opts: pulumi.ComponentResourceOptions) {
    super("openedx:platform:FoundOperator", name, {}, opts);
    this.mark = ownerMark(args.clusterName);
    this.kubernetes = args.kubernetes;
    this.command = new CommandProvider(`${name}-command`, {}, { parent: this });
    this.registerOutputs({ namespace: this.namespace });
  }
}
