import { instanceLabels, OWNER_ANNOTATION, ownerMark } from "../shared/labels";
import type { AccessOwner } from "../data/contract";
import {
  instanceNames,
  type InstanceNames,
  pluginDatabaseNames,
  type PluginDatabaseNames,
} from "../shared/names";
import { pageHosts } from "./hosts";
import type { InstanceSettings } from "./settings";

/** Everything about an instance that follows from its settings alone. */
export interface InstancePlan {
  readonly names: InstanceNames;
  /** On every object of the instance. */
  readonly labels: Readonly<Record<string, string>>;
  /** On every object of the instance; holds the owner mark. */
  readonly annotations: Readonly<Record<string, string>>;
  /** On what has tags instead of labels. */
  readonly tags: Readonly<Record<string, string>>;
  /** The sites whose pages use the bucket from a browser, as `https://<host>`. */
  readonly origins: readonly string[];
  /** Whose its accesses to data servers are. */
  readonly owner: AccessOwner;
  readonly pluginDatabases: readonly PlannedDatabase[];
}

/** The database of a plugin. */
export interface PlannedDatabase {
  readonly plugin: string;
  readonly names: PluginDatabaseNames;
}

/**
 * Derives names, labels and owner mark, before the engine hears of the instance.
 *
 * @param clusterName `cluster.name` of the settings
 */
export function planInstance(settings: InstanceSettings, clusterName: string): InstancePlan {
  const { slug, environment } = settings;
  const mark = ownerMark(clusterName, slug);
  return {
    names: instanceNames(clusterName, environment, slug),
    labels: instanceLabels(slug),
    annotations: { [OWNER_ANNOTATION]: mark },
    tags: { [OWNER_ANNOTATION]: mark },
    origins: pageHosts(settings).map((host) => `https://${host}`),
    owner: { slug, mark, onDeprovisionFailure: settings.onDeprovisionFailure },
    pluginDatabases: settings.databases.map((plugin) => ({
      plugin,
      names: pluginDatabaseNames(clusterName, slug, plugin),
    })),
  };
}
