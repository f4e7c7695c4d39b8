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
  /** Namespace that Applications go to; resolves only once the cluster knows what an Application is. */
  readonly applicationsNamespace: pulumi.Output<string>;
  /** What must be on the cluster already; empty where Argo CD is installed here. */
  readonly required: readonly pulumi.Resource[];
  /** Secret. Only where Argo CD is installed here. */
  readonly adminPassword?: pulumi.Output<string>;

  constructor(name: string, args: ArgoCdArgs, opts: pulumi.ComponentResourceOptions) {
    super("openedx:platform:ArgoCd", name, {}, opts);
    const { install, namespace } = args.settings;
    if (install) {
      this.required = [];
      const admin = this.createAdmin(name);
      this.adminPassword = pulumi.secret(admin.result);
      this.applicationsNamespace = this.install(name, args, admin);
    } else {
      const found = requireDefinitions("platform.argocd", DEFINITIONS, { parent: this });
      this.required = found;
      this.applicationsNamespace = pulumi
        .all(found.map((definition) => definition.id))
        .apply(() => namespace);
    }
    this.registerOutputs({ applicationsNamespace: this.applicationsNamespace });
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
  ): pulumi.Output<string> {
    const namespace = createPlatformNamespace(
      name,
      { namespace: args.settings.namespace, clusterName: args.clusterName },
      { parent: this },
    );
    const release = createPlatformRelease(
      name,
      {
        chart: "argo-cd",
        version: ARGO_CD_CHART,
        namespace,
        values: argoCdValues(pulumi.secret(admin.bcryptHash)),
      },
      { parent: this },
    );
    return pulumi
      .all([namespace.metadata.name, release.status])
      .apply(([applicationsNamespace]) => applicationsNamespace);
  }
}
