import type * as pulumi from "@pulumi/pulumi";
import { searchKeyId } from "./generated-secrets";
import type { InstancePlan } from "./plan";
import type { Seed } from "./seed";
import type { InstanceSettings } from "./settings";

/** What an instance has on the servers that it shares; the operator makes it there. Nothing in it is secret. */
export interface SharedServices {
  /** Only where its Redis is shared. */
  readonly redis?: { readonly user: string; readonly keyPrefix: string };
  /** Only where its Meilisearch is shared. The id gives its key to whoever has the master key. */
  readonly meilisearch?: { readonly indexPrefix: string; readonly keyId: pulumi.Output<string> };
}

export function sharedServices(
  { redis, meilisearch, rotation }: InstanceSettings,
  { plan, seed }: { readonly plan: InstancePlan; readonly seed: Seed },
): SharedServices {
  const user = plan.names.sharedUser;
  const prefix = `${user}_`;
  return {
    ...(redis.kind === "shared" && { redis: { user, keyPrefix: prefix } }),
    ...(meilisearch.kind === "shared" && {
      meilisearch: { indexPrefix: prefix, keyId: searchKeyId(seed, rotation.meilisearch) },
    }),
  };
}
