import type * as pulumi from "@pulumi/pulumi";
import { createDefaultAccountPatch } from "./default-account";
import type { NamespacedOptions } from "./namespaced";
import { createNetworkPolicies } from "./network-policies";
import type { Surroundings } from "./network-rules";
import type { InstancePlan } from "./plan";
import { createResourceQuota } from "./resource-quota";
import type { InstanceSettings } from "./settings";

/**
 * What keeps an instance to itself. All of it is there before anything of the instance runs: each comes after the one
 * before, so that who waits for the last waits for all, which is one dependency in the state instead of six.
 *
 * @returns the last
 */
export function createFences(
  slug: string,
  args: {
    readonly plan: InstancePlan;
    readonly settings: InstanceSettings;
    readonly around: Surroundings;
  },
  opts: NamespacedOptions,
): pulumi.Resource {
  const policies = createNetworkPolicies(slug, args, opts);
  const quota = createResourceQuota(slug, args, { ...opts, after: policies });
  return createDefaultAccountPatch(slug, args, { ...opts, after: quota });
}
