/** What the settings say about the platform: what runs once on the cluster and serves all instances. */
export interface PlatformSettings {
  /** The ingress controller, which alone reaches the web servers of instances from outside. */
  readonly ingress: PodsOf;
  /** What collects metrics of instances. @default - nothing may */
  readonly monitoring?: PodsOf;
  readonly argocd: ArgoCdSettings;
  readonly argoWorkflows: ArgoWorkflowsSettings;
}

/** Some pods of the platform. */
export interface PodsOf {
  readonly namespace: string;
  /** What their label `app.kubernetes.io/name` says. */
  readonly apps: readonly string[];
}

export interface ArgoCdSettings {
  /** False where Argo CD runs there already; its custom resource definitions are then required. */
  readonly install: boolean;
  /** Namespace of Argo CD and of the Applications. */
  readonly namespace: string;
  /** How long `up` waits for Argo CD to remove what an Application deployed, in seconds. */
  readonly deletionTimeoutSeconds: number;
}

export interface ArgoWorkflowsSettings {
  /** False where Argo Workflows runs there already; its custom resource definitions are then required. */
  readonly install: boolean;
  readonly namespace: string;
  /** How long a workflow on a data server may run, all its attempts together. */
  readonly timeoutSeconds: number;
}

/** The registry that instances pull images from; its credentials are the secret `openedx:registryCredentials`. */
export interface RegistrySettings {
  /** Host, with port where it is not 443, for example `ghcr.io`. */
  readonly host: string;
}
