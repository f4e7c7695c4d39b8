import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { namespacedMetadata, namespacedOptions, type NamespacedOptions } from "./namespaced";
import { networkRules, type Surroundings } from "./network-rules";
import type { InstancePlan } from "./plan";
import type { InstanceSettings } from "./settings";
import { usedServers } from "./used-servers";

/**
 * What may reach the pods of an instance, and what they may reach.
 *
 * @returns the last, which comes after the others
 */
export function createNetworkPolicies(
  slug: string,
  args: {
    readonly plan: InstancePlan;
    readonly settings: InstanceSettings;
    readonly around: Surroundings;
  },
  opts: NamespacedOptions,
): pulumi.Resource {
  const rules = networkRules(args.around, usedServers(args.settings));
  return Object.entries(rules).reduce<pulumi.Resource>(
    (after, [purpose, spec]) =>
      new kubernetes.networking.v1.NetworkPolicy(
        `${slug}-network-${purpose}`,
        { metadata: namespacedMetadata(`openedx-${purpose}`, args.plan), spec },
        namespacedOptions({ ...opts, after }),
      ),
    opts.namespace,
  );
}
