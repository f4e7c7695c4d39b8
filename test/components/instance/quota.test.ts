import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveQuota, hardLimits, type QuotaNeeds } from "../../../components/instance/quota";
import type { Requests, ScaledWorkload, Workloads } from "../../../components/instance/workloads";
import { mebibytes, millicores } from "../../../components/shared/quantities";

const requests = fc.record({
  cpu: fc.integer({ min: 1, max: 4000 }).map((milli) => `${milli}m`),
  memory: fc.oneof(
    fc.integer({ min: 1, max: 8192 }).map((mebi) => `${mebi}Mi`),
    fc.integer({ min: 1, max: 16 }).map((gibi) => `${gibi}Gi`),
  ),
});
const replicas = fc.integer({ min: 1, max: 40 });
const scaled: fc.Arbitrary<ScaledWorkload> = fc
  .record({ requests, replicas, more: fc.nat(20) })
  .map(({ more, ...rest }) => ({
    ...rest,
    maxReplicas: rest.replicas + more,
    targetCpu: 100,
    minAvailable: 0,
  }));
const fixed = fc.record({ requests, replicas, minAvailable: fc.constant(0) });
const storage = fc.integer({ min: 1, max: 500 }).map((gibi) => `${gibi}Gi`);
const storing = fc.record({ requests, storage });
const workloads: fc.Arbitrary<Workloads> = fc.record({
  lms: scaled,
  cms: scaled,
  lmsWorker: scaled,
  cmsWorker: scaled,
  mfe: fixed,
  caddy: fixed,
  redis: storing,
  meilisearch: storing,
  others: fc.record({ requests, replicas: fc.nat(20), storage }),
});
const needs: fc.Arbitrary<QuotaNeeds> = fc.record({
  workloads,
  hosts: fc.integer({ min: 1, max: 30 }),
  plugins: fc.nat(10),
});

/** Pods that run at once, and what each asks for, once as the settings say and once as Tutor states it. */
function atWorst({ workloads: all, hosts, plugins }: QuotaNeeds) {
  const surge = (count: number): number => count + Math.ceil(count / 4);
  const tutors: Requests = { cpu: all.others.requests.cpu, memory: "2Gi" };
  const rest = all.others.requests;
  const pods = [
    { count: surge(all.lms.maxReplicas), asks: [all.lms.requests, tutors] },
    { count: surge(all.cms.maxReplicas), asks: [all.cms.requests, tutors] },
    { count: surge(all.lmsWorker.maxReplicas), asks: [all.lmsWorker.requests, rest] },
    { count: surge(all.cmsWorker.maxReplicas), asks: [all.cmsWorker.requests, rest] },
    { count: surge(all.mfe.replicas), asks: [all.mfe.requests, rest] },
    { count: surge(all.caddy.replicas), asks: [all.caddy.requests, rest] },
    { count: 1, asks: [all.redis.requests, rest] },
    { count: 1, asks: [all.meilisearch.requests, rest] },
    { count: surge(all.others.replicas + plugins), asks: [rest, rest] },
    { count: 3, asks: [rest, rest] },
    { count: hosts, asks: [SOLVER, SOLVER] },
  ] as const;
  const sum = (of: (one: (typeof pods)[number]) => number) =>
    pods.reduce((total, one) => total + of(one), 0);
  return {
    pods: sum(({ count }) => count),
    cpu: [0, 1].map((way) => sum(({ count, asks }) => count * millicores(asks[way]?.cpu ?? ""))),
    memory: [0, 1].map((way) =>
      sum(({ count, asks }) => count * mebibytes(asks[way]?.memory ?? "")),
    ),
  };
}
const SOLVER: Requests = { cpu: "10m", memory: "64Mi" };

describe("a derived quota", () => {
  it("never refuses the most pods, those that an update adds, and the init jobs beside them", () =>
    fc.assert(
      fc.property(needs, (given) => {
        const quota = deriveQuota(given);
        const worst = atWorst(given);
        expect(quota.pods).toBeGreaterThanOrEqual(worst.pods);
        expect(millicores(quota.cpu)).toBeGreaterThanOrEqual(Math.max(...worst.cpu));
        expect(mebibytes(quota.memory)).toBeGreaterThanOrEqual(Math.max(...worst.memory));
      }),
    ));

  it("never refuses the volumes, nor those of an update of Recreate that is restored beside", () =>
    fc.assert(
      fc.property(needs, (given) => {
        const { redis, meilisearch, others } = given.workloads;
        const volumes = [redis, meilisearch, others].map((each) => mebibytes(each.storage));
        const quota = deriveQuota(given);
        expect(mebibytes(quota.storage)).toBeGreaterThanOrEqual(volumes.reduce((a, b) => a + b));
        expect(quota.persistentVolumeClaims).toBeGreaterThanOrEqual(2 + others.replicas);
      }),
    ));

  it("only grows where a workload does", () =>
    fc.assert(
      fc.property(needs, fc.constantFrom(...GROW), (given, grow) => {
        const [before, after] = [deriveQuota(given), deriveQuota(grow(given))];
        for (const key of ["cpu", "memory", "storage"] as const) {
          const size = key === "cpu" ? millicores : mebibytes;
          expect(size(after[key])).toBeGreaterThanOrEqual(size(before[key]));
        }
        for (const key of COUNTS) expect(after[key]).toBeGreaterThanOrEqual(before[key]);
        expect(after).not.toEqual(before);
      }),
    ));
});

const COUNTS = [
  "persistentVolumeClaims",
  "pods",
  "services",
  "ingresses",
  "jobs",
  "configMaps",
  "secrets",
] as const;

const more = (text: string): string =>
  text.replace(/^[0-9]+/, (digits) => String(1e5 + Number(digits)));

/** Ways in which an instance can grow. */
const GROW: readonly ((needs: QuotaNeeds) => QuotaNeeds)[] = [
  (given) => ({ ...given, hosts: given.hosts + 1 }),
  (given) => ({ ...given, plugins: given.plugins + 1 }),
  ...(["lms", "cms", "lmsWorker", "cmsWorker"] as const).flatMap((name) => [
    changed(name, (one: ScaledWorkload) => ({ ...one, maxReplicas: one.maxReplicas + 1 })),
    changed(name, (one: ScaledWorkload) => ({ ...one, requests: moreMemory(one.requests) })),
  ]),
  changed("mfe", (one) => ({ ...one, replicas: one.replicas + 1 })),
  changed("caddy", (one) => ({ ...one, requests: { ...one.requests, cpu: "9999m" } })),
  changed("redis", (one) => ({ ...one, storage: more(one.storage) })),
  changed("meilisearch", (one) => ({ ...one, requests: moreMemory(one.requests) })),
  changed("others", (one) => ({ ...one, replicas: one.replicas + 1 })),
  changed("others", (one) => ({ ...one, requests: moreMemory(one.requests) })),
];

function moreMemory(one: Requests): Requests {
  return { ...one, memory: more(one.memory) };
}

function changed<Name extends keyof Workloads>(
  name: Name,
  change: (workload: Workloads[Name]) => Workloads[Name],
): (needs: QuotaNeeds) => QuotaNeeds {
  return (given) => ({
    ...given,
    workloads: { ...given.workloads, [name]: change(given.workloads[name]) },
  });
}

describe("a quota as the API server has it", () => {
  const quota = {
    cpu: "20000m",
    memory: "2048Mi",
    storage: "1024Gi",
    persistentVolumeClaims: 7,
    pods: 1000,
    services: 17,
    ingresses: 18,
    jobs: 60,
    configMaps: 100,
    secrets: 31,
  };

  it("has requests, storage and numbers of objects in their shortest form, no limits and no way in from outside", () => {
    expect(hardLimits(quota)).toEqual({
      "requests.cpu": "20",
      "requests.memory": "2Gi",
      "requests.storage": "1Ti",
      persistentvolumeclaims: "7",
      pods: "1k",
      services: "17",
      "services.nodeports": "0",
      "services.loadbalancers": "0",
      "count/ingresses.networking.k8s.io": "18",
      "count/jobs.batch": "60",
      configmaps: "100",
      secrets: "31",
    });
  });
});
