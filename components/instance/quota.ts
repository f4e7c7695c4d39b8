import { count, cpuQuantity, mebibytes, millicores, sizeQuantity } from "../shared/quantities";
import type { Quota, Requests, ScaledWorkload, StoringWorkload, Workloads } from "./workloads";

/** What Tutor itself writes into its Deployments of lms and cms (tutor/templates/k8s/deployments.yml): no limits. */
const TUTORS_REQUEST = { cpu: "0", memory: "2Gi" };

/** What cert-manager's solver pods ask for, one for each host (its flags --acme-http01-solver-resource-request-*). */
const SOLVER = { cpu: "10m", memory: "64Mi" };

/**
 * A pod counts until it is gone, up to its grace period after its end began, and its successor is made before that: by
 * an update, which starts a quarter more before it ends others, or when a node is drained. In an update there are as
 * many new pods as old ones, so two of each are enough for all of it.
 */
const AT_ONCE = 2;

/** Init jobs run one after the other, beside the old pods; one more may be ending, and one be started by hand. */
const JOBS_AT_ONCE = 3;

/** Kinds of which an instance has a number that hangs on its plugins and history; room for a few times Tutor's own. */
const OBJECTS = { services: 10, ingresses: 10, jobs: 60, configMaps: 100, secrets: 20 };

/** Pods that are made alike. */
interface Pods {
  readonly number: number;
  readonly requests: readonly Requests[];
}

export interface QuotaNeeds {
  readonly workloads: Workloads;
  /** How many public host names it has, each with a certificate. */
  readonly hosts: number;
  /** How many plugins with pods of their own are listed; each counts as one more of `workloads.others`. */
  readonly plugins: number;
  /** What it has no pod and volume of, as it is shared. @default - nothing */
  readonly shared?: readonly ("redis" | "meilisearch")[];
}

/** What an instance needs at its largest while everything of it is updated and initialised. */
export function deriveQuota({ workloads, hosts, plugins, shared = [] }: QuotaNeeds): Quota {
  const others = workloads.others.replicas + plugins;
  const storing = (["redis", "meilisearch"] as const)
    .filter((name) => !shared.includes(name))
    .map((name) => workloads[name]);
  const groups = podsOf({ ...workloads, storing }, others, hosts);
  const total = (of: (requests: Requests) => number): number =>
    groups.reduce((sum, { number, requests }) => sum + number * Math.max(...requests.map(of)), 0);
  const volumes = storing.reduce((sum, { storage }) => sum + mebibytes(storage), 0);
  return {
    cpu: cpuQuantity(total(({ cpu }) => millicores(cpu))),
    memory: sizeQuantity(total(({ memory }) => mebibytes(memory))),
    // A volume that is moved or restored is there twice.
    storage: sizeQuantity(AT_ONCE * volumes + mebibytes(workloads.others.storage)),
    persistentVolumeClaims: AT_ONCE * storing.length + others,
    pods: groups.reduce((sum, { number }) => sum + number, 0),
    services: OBJECTS.services + others + hosts,
    ingresses: OBJECTS.ingresses + AT_ONCE * hosts,
    jobs: OBJECTS.jobs,
    // Tutor names them by their content; where nobody syncs, those of the past stay.
    configMaps: OBJECTS.configMaps,
    secrets: OBJECTS.secrets + AT_ONCE * hosts + others,
  };
}

/** A container that states nothing counts as the LimitRange says, so each counts as the more of the two. */
function podsOf(
  workloads: Workloads & { readonly storing: readonly StoringWorkload[] },
  otherPods: number,
  hosts: number,
): Pods[] {
  const { lms, cms, lmsWorker, cmsWorker, mfe, caddy, others } = workloads;
  const tutors = ({ maxReplicas, requests }: ScaledWorkload, stated = others.requests): Pods => ({
    number: AT_ONCE * maxReplicas,
    requests: [requests, others.requests, stated],
  });
  const fixed = [mfe, caddy].map(({ replicas, requests }) => ({
    number: AT_ONCE * replicas,
    requests: [requests, others.requests],
  }));
  const storing = workloads.storing.map(({ requests }) => ({
    number: AT_ONCE,
    requests: [requests, others.requests],
  }));
  return [
    tutors(lms, TUTORS_REQUEST),
    tutors(cms, TUTORS_REQUEST),
    tutors(lmsWorker),
    tutors(cmsWorker),
    ...fixed,
    ...storing,
    { number: AT_ONCE * otherPods + JOBS_AT_ONCE, requests: [others.requests] },
    { number: hosts, requests: [SOLVER] },
  ];
}

/** A quota as ResourceQuota has it: never `limits.*`, as Tutor sets no limits. */
export const hardLimits = (quota: Quota): Record<string, string> => ({
  "requests.cpu": cpuQuantity(millicores(quota.cpu)),
  "requests.memory": sizeQuantity(mebibytes(quota.memory)),
  "requests.storage": sizeQuantity(mebibytes(quota.storage)),
  persistentvolumeclaims: count(quota.persistentVolumeClaims),
  pods: count(quota.pods),
  services: count(quota.services),
  // Nothing of an instance is reached past the ingress controller.
  "services.nodeports": "0",
  "services.loadbalancers": "0",
  "count/ingresses.networking.k8s.io": count(quota.ingresses),
  "count/jobs.batch": count(quota.jobs),
  configmaps: count(quota.configMaps),
  secrets: count(quota.secrets),
});
