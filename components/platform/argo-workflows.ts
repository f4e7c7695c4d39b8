import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { OWNER_ANNOTATION, ownerMark } from "../shared/labels";
import { loadManifests, type Manifest } from "../shared/manifests";
import { ARGO_WORKFLOWS_CHART } from "../shared/versions";
import { argoWorkflowsValues } from "./argo-workflows-values";
import { createPlatformNamespace, type PodSecurity } from "./platform-namespace";
import { createPlatformRelease } from "./platform-release";
import { requireDefinitions } from "./required-definitions";
import type { ArgoWorkflowsSettings } from "./settings";

export interface ArgoWorkflowsArgs {
  readonly settings: ArgoWorkflowsSettings;
  readonly clusterName: string;
}

const DEFINITIONS = ["workflows.argoproj.io", "clusterworkflowtemplates.argoproj.io"];

/** Files below `manifests/` with the templates that provision data servers from inside the cluster. */
const TEMPLATES = ["mysql", "mongodb", "storage"].flatMap((server) => [
  `workflow-templates/${server}-provision.yaml`,
  `workflow-templates/${server}-deprovision.yaml`,
]);

/** Argo Workflows, and the templates that it runs: installed here, or found. */
export class ArgoWorkflows extends pulumi.ComponentResource {
  /** What must be on the cluster already; empty where Argo Workflows is installed here. */
  readonly required: readonly pulumi.Resource[];
  /** Ready to be run. */
  readonly templates: readonly pulumi.Resource[];
  /** What pods of workflows can be held to: Argo's own containers in them are as the installation says. */
  readonly podSecurity: PodSecurity;

  constructor(name: string, args: ArgoWorkflowsArgs, opts: pulumi.ComponentResourceOptions) {
    super("openedx:platform:ArgoWorkflows", name, {}, opts);
    const ready = args.settings.install
      ? [this.install(name, args)]
      : requireDefinitions("platform.argoWorkflows", DEFINITIONS, { parent: this });
    this.required = args.settings.install ? [] : ready;
    this.podSecurity = args.settings.install ? "restricted" : "baseline";
    this.templates = TEMPLATES.flatMap(loadManifests).map((manifest) =>
      this.createTemplate(withDeadline(manifest, args.settings), args.clusterName, ready),
    );
    this.registerOutputs({});
  }

  private install(name: string, args: ArgoWorkflowsArgs): kubernetes.helm.v3.Release {
    const namespace = createPlatformNamespace(
      name,
      { namespace: args.settings.namespace, clusterName: args.clusterName },
      { parent: this },
    );
    return createPlatformRelease(
      name,
      {
        chart: "argo-workflows",
        version: ARGO_WORKFLOWS_CHART,
        namespace,
        values: argoWorkflowsValues(),
      },
      { parent: this },
    );
  }

  private createTemplate(
    manifest: Manifest,
    clusterName: string,
    ready: pulumi.Resource[],
  ): pulumi.Resource {
    const { metadata, ...rest } = manifest;
    return new kubernetes.apiextensions.CustomResource(
      `workflow-template-${metadata.name}`,
      {
        ...rest,
        metadata: {
          ...metadata,
          annotations: { ...metadata.annotations, [OWNER_ANNOTATION]: ownerMark(clusterName) },
        },
      },
      { parent: this, dependsOn: ready },
    );
  }
}

/** Those that `pulumi up` waits for have the deadline of the settings; emptying a bucket takes as long as it takes. */
const withDeadline = (manifest: Manifest, { timeoutSeconds }: ArgoWorkflowsSettings): Manifest =>
  /^(mysql|mongodb)-/.test(manifest.metadata.name)
    ? { ...manifest, spec: { ...manifest.spec, activeDeadlineSeconds: timeoutSeconds } }
    : manifest;
