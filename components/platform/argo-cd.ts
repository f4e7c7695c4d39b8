import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { ARGO_CD_CHART } from "../shared/versions";
import { argoCdValues } from "./argo-cd-values";
import { createPlatformNamespace } from "./platform-namespace";
import { createPlatformRelease } from "./platform-release";
import { requireDefinitions } from "./required-definitions";
import type { ArgoCdSettings } from "./settings";

export interface ArgoCdArgs {
  readonly settings: ArgoCdSettings;
  readonly clusterName: string;
}

const DEFINITIONS = ["applications.argoproj.io", "appprojects.argoproj.io"];

/** Argo CD, which deploys every instance from Git: installed here, or found. */
export class ArgoCd extends pulumi.ComponentResource {
  /** Namespace that Applications go to. */
  readonly applicationsNamespace: string;
  /** Once they are there, the cluster knows what an Application is, and the namespace is there. */
  readonly ready: readonly pulumi.Resource[];
  /** What must be on the cluster already; empty where Argo CD is installed here. */
  readonly required: readonly pulumi.Resource[];
  /** Secret. Only where Argo CD is installed here. */
  readonly adminPassword?: pulumi.Output<string>;

  constructor(name: string, args: ArgoCdArgs, opts: pulumi.ComponentResourceOptions) {
    super("openedx:platform:ArgoCd", name, {}, opts);
    const { install, namespace } = args.settings;
    this.applicationsNamespace = namespace;
    if (install) {
      this.required = [];
      const admin = this.createAdmin(name);
      this.adminPassword = pulumi.secret(admin.result);
      this.ready = [this.install(name, args, admin)];
    } else {
      this.required = requireDefinitions("platform.argocd", DEFINITIONS, { parent: this });
      this.ready = this.required;
    }
    this.registerOutputs({ applicationsNamespace: namespace });
  }

  private createAdmin(name: string): random.RandomPassword {
    return new random.RandomPassword(
      `${name}-admin-password`,
      { length: 32, special: false },
      { parent: this },
    );
  }

  private install(
    name: string,
    args: ArgoCdArgs,
    admin: random.RandomPassword,
  ): kubernetes.helm.v3.Release {
    const namespace = createPlatformNamespace(
      name,
      { namespace: args.settings.namespace, clusterName: args.clusterName },
      { parent: this },
    );
    return createPlatformRelease(
      name,
      {
        chart: "argo-cd",
        version: ARGO_CD_CHART,
        namespace,
        values: argoCdValues(pulumi.secret(admin.bcryptHash)),
      },
      { parent: this },
    );
  }
}
