import type { MongoSettings } from "../components/data/settings";
import { databaseMaintenance } from "./schema/digitalocean-common";
import { ATLAS_CLUSTER } from "./schema/mongodb-atlas";
import { DIGITALOCEAN_MONGODB } from "./schema/mongodb-digitalocean";
import type { StackFile } from "./schema/stack";

type Section = StackFile["mongodb"];
type OfAtlas = Extract<Section, { readonly kind: "atlas" }>;
type OfDigitalOcean = Extract<Section, { readonly kind: "digitalocean" }>;

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
      return ofDigitalOcean(section, isProtected);
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

function ofDigitalOcean(
  { kind, existing, network, size, deletionProtection, maintenance, ...given }: OfDigitalOcean,
  isProtected: (own: boolean | undefined) => boolean,
): MongoSettings | undefined {
  if (existing !== undefined) return network && { kind, existing, network };
  if (size === undefined) return undefined;
  const { nodes, version } = { ...DIGITALOCEAN_MONGODB, ...given };
  return {
    ...{ kind, size, nodes, version },
    maintenance: maintenance ?? databaseMaintenance.parse({}),
    deletionProtection: isProtected(deletionProtection),
  };
}
