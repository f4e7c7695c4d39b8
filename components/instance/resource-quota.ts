import * as kubernetes from "@pulumi/kubernetes";
import { cpuQuantity, mebibytes, millicores, sizeQuantity } from "../shared/quantities";
import { namespacedMetadata, namespacedOptions, type NamespacedOptions } from "./namespaced";
import type { InstancePlan } from "./plan";
import { hardLimits } from "./quota";
import type { InstanceSettings } from "./settings";

/**
 * What an instance may have at most. A quota refuses containers that state no request, and Tutor states few, so a
 * LimitRange states the rest. It sets no limits, which would end pods that Tutor lets grow.
 *
 * @returns the LimitRange, which comes after the quota
 */
export function createResourceQuota(
  slug: string,
  args: {
    readonly plan: InstancePlan;
    readonly settings: Pick<InstanceSettings, "quota" | "workloads">;
  },
  opts: NamespacedOptions,
): kubernetes.core.v1.LimitRange {
  const metadata = namespacedMetadata("openedx", args.plan);
  const { cpu, memory } = args.settings.workloads.others.requests;
  const defaultRequest = {
    cpu: cpuQuantity(millicores(cpu)),
    memory: sizeQuantity(mebibytes(memory)),
  };
  const quota = new kubernetes.core.v1.ResourceQuota(
    `${slug}-quota`,
    { metadata, spec: { hard: hardLimits(args.settings.quota) } },
    namespacedOptions(opts),
  );
  return new kubernetes.core.v1.LimitRange(
    `${slug}-default-requests`,
    { metadata, spec: { limits: [{ type: "Container", defaultRequest }] } },
    namespacedOptions({ ...opts, after: quota }),
  );
}
