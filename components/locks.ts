import type * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import type { KubernetesCluster } from "./cluster/contract";
import type { MongoServer, MysqlServer } from "./data/contract";
import type { OpenEdxInstance } from "./instance/open-edx-instance";
import type { ProgramSettings } from "./settings";
import { lock, shardsLock } from "./shared/lock";

/** What a stack has made that locks can guard. */
export interface Guarded {
  readonly cluster: KubernetesCluster;
  readonly mysql: MysqlServer;
  readonly mongodb: MongoServer;
  readonly instances: readonly OpenEdxInstance[];
}

interface LockOptions {
  /** Stands for the whole stack. */
  readonly stack: pulumi.Resource;
  readonly random: random.Provider;
}

/** Keeps from deletion what the settings say: instances, servers that the stack has made, and what shards use. */
export function lockAll(settings: ProgramSettings, guarded: Guarded, opts: LockOptions): void {
  const { stack, random: provider } = opts;
  for (const { slug, deletionProtection, application } of guarded.instances)
    lock(slug, { lastMade: application, stack, closed: deletionProtection }, { provider });
  lockServers(settings, guarded, opts);
  if (settings.firstStack === undefined) lockForShards(settings, opts);
}

/** No slug may begin like the names of these locks. */
function lockServers(
  settings: ProgramSettings,
  { cluster, mysql, mongodb }: Guarded,
  { stack, random: provider }: LockOptions,
): void {
  const servers = [
    { name: "openedx-cluster", settings: settings.cluster, made: cluster.made },
    { name: "openedx-mysql", settings: settings.mysql, made: mysql.made },
    { name: "openedx-mongodb", settings: settings.mongodb, made: mongodb.made },
  ];
  for (const { name, settings: its, made } of servers) {
    if (made === undefined) continue;
    const closed = "deletionProtection" in its && its.deletionProtection;
    lock(name, { lastMade: made, stack, closed }, { provider });
  }
}

function lockForShards(
  { platform, shards }: ProgramSettings,
  { stack, random: provider }: LockOptions,
): void {
  const { argocd, argoWorkflows } = platform;
  const where = {
    argocd: `${argocd.install} ${argocd.namespace}`,
    argoWorkflows: `${argoWorkflows.install} ${argoWorkflows.namespace}`,
  };
  shardsLock({ stack, platform: where, closed: shards !== undefined }, { provider });
}
