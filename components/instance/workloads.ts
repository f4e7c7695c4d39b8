/** What a container asks of a node. */
export interface Requests {
  /** Millicores such as `500m`, or whole CPUs. */
  readonly cpu: string;
  /** In `Mi` or `Gi`. */
  readonly memory: string;
}

/** A Deployment with a fixed number of pods. */
export interface Workload {
  readonly requests: Requests;
  /** How many pods there are; where there may be more, the fewest. */
  readonly replicas: number;
  /** Percentage of the pods that a drained node must leave, which a PodDisruptionBudget keeps; 0: none. */
  readonly minAvailable: number;
}

/** A Deployment that grows and shrinks with its load, where `maxReplicas` is more than `replicas`. */
export interface ScaledWorkload extends Workload {
  readonly maxReplicas: number;
  /** Percentage of the requested CPU, over all pods, that the HorizontalPodAutoscaler aims for. */
  readonly targetCpu: number;
}

/** One pod that keeps data. */
export interface StoringWorkload {
  readonly requests: Requests;
  /** Size of its volume, in `Mi`, `Gi` or `Ti`. */
  readonly storage: string;
}

/** What plugins add, and what states nothing. */
export interface OtherWorkloads {
  /** What a container counts for that states nothing: jobs, and most of what plugins add. */
  readonly requests: Requests;
  /** For how many pods of Tutor's mail relay and of plugins there is room. */
  readonly replicas: number;
  /** For how large volumes there is room, all together. */
  readonly storage: string;
}

/** How much of each part of an instance there is. */
export interface Workloads {
  readonly lms: ScaledWorkload;
  readonly cms: ScaledWorkload;
  readonly lmsWorker: ScaledWorkload;
  readonly cmsWorker: ScaledWorkload;
  readonly mfe: Workload;
  readonly caddy: Workload;
  readonly redis: StoringWorkload;
  readonly meilisearch: StoringWorkload;
  readonly others: OtherWorkloads;
}

/** What an instance may have at most, all together. */
export interface Quota {
  /** What containers ask for, as in {@link Requests}. */
  readonly cpu: string;
  readonly memory: string;
  /** Size of all volumes. */
  readonly storage: string;
  readonly persistentVolumeClaims: number;
  readonly pods: number;
  readonly services: number;
  readonly ingresses: number;
  readonly jobs: number;
  readonly configMaps: number;
  readonly secrets: number;
}
