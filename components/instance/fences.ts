import type * as pulumi from "@pulumi/pulumi";
import { createDefaultAccountPatch } from "./default-account";
import type { NamespacedOptions } from "./namespaced";
import { createNetworkPolicies } from "./network-policies";
import type { Surroundings } from "./network-rules";
import type { InstancePlan } from "./plan";
import { createResourceQuota } from "./resource-quota";
import type { InstanceSettings } from "./settings";

/** What keeps an instance to itself. All of it is there before anything of the instance runs. */
export const createFences = (
  slug: string,
  args: {
    readonly plan: InstancePlan;
    readonly settings: InstanceSettings;
    readonly around: Surroundings;
  },
  opts: NamespacedOptions,
): pulumi.Resource[] => [
  ...createNetworkPolicies(slug, args, opts),
  ...createResourceQuota(slug, args, opts),
  createDefaultAccountPatch(slug, args, opts),
];
