import type { ScaledWorkload, Workload, Workloads } from "../components/instance/workloads";

/*
 * docs/sizes.md tells what each size is for, and where each number comes from.
 */

type Scale = readonly [replicas: number, maxReplicas: number];

/** Tutor's requests of memory, and those of the plugin pod-autoscaling for what Tutor leaves open. */
function workloads(args: {
  readonly cpu: { readonly web: string; readonly worker: string };
  readonly lms: Scale;
  readonly cms: Scale;
  readonly lmsWorker: Scale;
  readonly cmsWorker: Scale;
  readonly front: number;
  readonly redisMemory: string;
  readonly meilisearch: { readonly memory: string; readonly storage: string };
  readonly others: { readonly replicas: number; readonly storage: string };
}): Workloads {
  const web = (scale: Scale): ScaledWorkload => scaled(args.cpu.web, "2Gi", scale);
  const worker = (scale: Scale): ScaledWorkload => scaled(args.cpu.worker, "750Mi", scale);
  const front: Workload = {
    requests: { cpu: "100m", memory: "128Mi" },
    replicas: args.front,
    minAvailable: drainable(args.front),
  };
  return {
    lms: web(args.lms),
    cms: web(args.cms),
    lmsWorker: worker(args.lmsWorker),
    cmsWorker: worker(args.cmsWorker),
    mfe: front,
    caddy: front,
    redis: { requests: { cpu: "100m", memory: args.redisMemory }, storage: "1Gi" },
    meilisearch: {
      requests: { cpu: "100m", memory: args.meilisearch.memory },
      storage: args.meilisearch.storage,
    },
    others: { requests: { cpu: "100m", memory: "512Mi" }, ...args.others },
  };
}

const scaled = (cpu: string, memory: string, [replicas, maxReplicas]: Scale): ScaledWorkload => ({
  requests: { cpu, memory },
  replicas,
  maxReplicas,
  targetCpu: 100,
  minAvailable: drainable(replicas),
});

/** Half of the pods, unless that is the only one, which would keep its node from being drained for good. */
const drainable = (replicas: number): number => (replicas > 1 ? 50 : 0);

export const BUILT_IN_SIZES = {
  small: workloads({
    cpu: { web: "250m", worker: "175m" },
    lms: [1, 2],
    cms: [1, 1],
    lmsWorker: [1, 2],
    cmsWorker: [1, 1],
    front: 1,
    redisMemory: "128Mi",
    meilisearch: { memory: "512Mi", storage: "5Gi" },
    others: { replicas: 3, storage: "10Gi" },
  }),
  medium: workloads({
    cpu: { web: "500m", worker: "500m" },
    lms: [2, 4],
    cms: [1, 2],
    lmsWorker: [1, 3],
    cmsWorker: [1, 2],
    front: 2,
    redisMemory: "256Mi",
    meilisearch: { memory: "1Gi", storage: "10Gi" },
    others: { replicas: 5, storage: "20Gi" },
  }),
  large: workloads({
    cpu: { web: "500m", worker: "500m" },
    lms: [3, 8],
    cms: [2, 4],
    lmsWorker: [2, 6],
    cmsWorker: [2, 6],
    front: 2,
    redisMemory: "512Mi",
    meilisearch: { memory: "2Gi", storage: "20Gi" },
    others: { replicas: 8, storage: "50Gi" },
  }),
} as const satisfies Readonly<Record<string, Workloads>>;

type BuiltInSize = keyof typeof BUILT_IN_SIZES;

export const BUILT_IN_SIZE_NAMES: readonly string[] = Object.keys(BUILT_IN_SIZES);

/** The size of instances of which nothing else is said. */
export const DEFAULT_SIZE: BuiltInSize = "small";

const isBuiltIn = (name: string): name is BuiltInSize => Object.hasOwn(BUILT_IN_SIZES, name);

/** What a size has where the operator says nothing: a size that is not built in is like the smallest. */
export const builtInWorkloads = (size: string): Workloads =>
  BUILT_IN_SIZES[isBuiltIn(size) ? size : DEFAULT_SIZE];
