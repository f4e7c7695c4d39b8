import type { ScaledWorkload, Workload } from "../../components/instance/workloads";
import { sourceOf } from "../origins";
import { type Path, type Problem, settingPath } from "../problems";
import type { ReadableInstance, ReadableStack } from "../read";

const SCALED = ["lms", "cms", "lmsWorker", "cmsWorker"] as const;
const FIXED = ["mfe", "caddy"] as const;

/** Numbers of pods that are right by themselves and do not fit each other, each told once where it is written. */
export function workloadProblems({ instances }: ReadableStack): Problem[] {
  const problems = instances.flatMap((instance) => {
    const { workloads } = instance.settings ?? {};
    if (workloads === undefined) return [];
    return [
      ...SCALED.flatMap((name) => tooFew(instance, name, workloads[name])),
      ...[...SCALED, ...FIXED].flatMap((name) => undrainable(instance, name, workloads[name])),
    ];
  });
  return [...new Map(problems.map((problem) => [settingPath(problem.path), problem])).values()];
}

function tooFew(
  instance: ReadableInstance,
  name: string,
  { replicas, maxReplicas }: ScaledWorkload,
): Problem[] {
  if (replicas <= maxReplicas) return [];
  const [written, other] = places(instance, name, "replicas", "maxReplicas");
  const [is, otherIs, fix] =
    written.setting === "replicas"
      ? [replicas, `above maxReplicas, which is ${maxReplicas}`, `Write ${maxReplicas} at most`]
      : [maxReplicas, `below replicas, which is ${replicas}`, `Write ${replicas} at least`];
  return [
    {
      path: written.path,
      problem: `is ${is}, ${otherIs} (${other.origin})`,
      fix: `${fix}, or ${other.setting} beside it.`,
    },
  ];
}

function undrainable(
  instance: ReadableInstance,
  name: string,
  { replicas, minAvailable }: Workload,
): Problem[] {
  const staying = Math.ceil((replicas * minAvailable) / 100);
  if (minAvailable === 0 || staying < replicas) return [];
  const [written, other] = places(instance, name, "minAvailable", "replicas");
  const [is, otherIs] =
    written.setting === "minAvailable"
      ? [`${minAvailable}`, `replicas is ${replicas}`]
      : [`${replicas}`, `minAvailable is ${minAvailable}`];
  const most = Math.floor(((replicas - 1) * 100) / replicas);
  return [
    {
      path: written.path,
      problem: `is ${is}, while ${otherIs} (${other.origin}), so that no node with such a pod could be drained`,
      fix: `Write minAvailable of ${most} at most, or more replicas.`,
    },
  ];
}

interface Place {
  readonly setting: string;
  readonly path: Path;
  readonly origin: string;
  /** The stronger its source, the lower. */
  readonly rank: number;
}

/** Where each of two settings of a workload is written; the one of the stronger source, or else the first, first. */
function places(
  { sources }: ReadableInstance,
  name: string,
  one: string,
  two: string,
): [written: Place, other: Place] {
  const placeOf = (setting: string): Place => {
    const keys = ["workloads", name, setting];
    const source = sourceOf(keys, sources);
    return {
      setting,
      path: [...(source?.place ?? []), ...keys],
      origin: source?.name ?? "built in",
      rank: source === undefined ? sources.length : sources.indexOf(source),
    };
  };
  const [first, second] = [placeOf(one), placeOf(two)];
  return second.rank < first.rank ? [second, first] : [first, second];
}
