import { instanceLabels, OWNER_ANNOTATION, ownerMark } from "../shared/labels";
import { instanceNames, type InstanceNames } from "../shared/names";
import type { AccessOwner } from "../data/contract";
import type { InstanceHosts, InstanceSettings } from "./settings";

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
    origins: originsOf(settings.hosts),
    owner: { slug, mark, onDeprovisionFailure: settings.onDeprovisionFailure },
  };
}

/** Search has no pages of its own. */
const originsOf = ({ lms, studio, mfe }: InstanceHosts): string[] =>
  [lms, studio, mfe].map((host) => `https://${host}`);
