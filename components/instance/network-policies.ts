import * as kubernetes from "@pulumi/kubernetes";
import { namespacedMetadata, namespacedOptions, type NamespacedOptions } from "./namespaced";
import { networkRules, type Surroundings } from "./network-rules";
import type { InstancePlan } from "./plan";
import type { InstanceSettings } from "./settings";
import { usedServers } from "./used-servers";

/** What may reach the pods of an instance, and what they may reach. */
export function createNetworkPolicies(
  slug: string,
  args: {
    readonly plan: InstancePlan;
    readonly settings: InstanceSettings;
    readonly around: Surroundings;
  },
  opts: NamespacedOptions,
): kubernetes.networking.v1.NetworkPolicy[] {
  return Object.entries(networkRules(args.around, usedServers(args.settings))).map(
    ([purpose, spec]) =>
      new kubernetes.networking.v1.NetworkPolicy(
        `${slug}-network-${purpose}`,
        { metadata: namespacedMetadata(`openedx-${purpose}`, args.plan), spec },
        namespacedOptions(opts),
      ),
  );
}
