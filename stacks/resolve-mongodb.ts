import type { MongoSettings } from "../components/data/settings";
import { ATLAS_CLUSTER } from "./schema/mongodb-atlas";
import type { StackFile } from "./schema/stack";

type Section = StackFile["mongodb"];
type OfAtlas = Extract<Section, { readonly kind: "atlas" }>;

/**
 * A server that is to be made, with all that its settings do not say, or one that exists.
 *
 * @param isProtected whether one that does not say is kept from deletion
 * @returns undefined where what it needs is missing, which the rules tell
 */
export function resolveMongodb(
  section: Section,
  isProtected: (own: boolean | undefined) => boolean,
): MongoSettings | undefined {
  switch (section.kind) {
    case "digitalocean":
      return "existing" in section
        ? section
        : { ...section, deletionProtection: isProtected(section.deletionProtection) };
    case "atlas":
      return ofAtlas(section, isProtected);
    case "external":
      return section;
    default:
      return section satisfies never;
  }
}

function ofAtlas(
  { kind, projectId, clusterName, host, network, size, deletionProtection, ...given }: OfAtlas,
  isProtected: (own: boolean | undefined) => boolean,
): MongoSettings | undefined {
  if (size !== undefined) {
    const { nodes, version, backupDays } = { ...ATLAS_CLUSTER, ...given };
    return {
      ...{ kind, projectId, size, nodes, version, backupDays },
      deletionProtection: isProtected(deletionProtection),
    };
  }
  if (clusterName === undefined || host === undefined) return undefined;
  return { kind, projectId, clusterName, host, ...(network && { network }) };
}
