import type { InstanceHosts, InstanceSettings } from "../components/instance/settings";
import type { InstanceEntry } from "./schema/instances";

/** The name by which Tutor's plugin is known here. */
const NOTES = "notes";

/** All host names of an instance, those that follow from others too. */
export function resolveHosts(
  entry: Pick<InstanceEntry, "slug" | "hosts" | "domains" | "extraHosts" | "certificates">,
  from: {
    readonly domain: string;
    readonly databases: readonly string[];
    readonly ownSearch: boolean;
  },
): Pick<InstanceSettings, "hosts" | "domains" | "extraHosts" | "certificates"> {
  return {
    hosts: hostsOf(entry.hosts?.lms ?? `${entry.slug}.${from.domain}`, entry.hosts, from),
    domains: (entry.domains ?? []).map(({ lms, studio, mfe, siteConfiguration }) => ({
      lms,
      studio,
      mfe: mfe ?? mfeOf(lms),
      siteConfiguration: siteConfiguration ?? {},
    })),
    extraHosts: (entry.extraHosts ?? []).map(({ host, to }) => ({ host, to: to ?? "caddy" })),
    certificates: entry.certificates ?? [],
  };
}

const hostsOf = (
  lms: string,
  given: InstanceEntry["hosts"],
  { databases, ownSearch }: { readonly databases: readonly string[]; readonly ownSearch: boolean },
): InstanceHosts => ({
  lms,
  studio: given?.studio ?? `studio.${lms}`,
  mfe: given?.mfe ?? mfeOf(lms),
  ...(ownSearch && { meilisearch: given?.meilisearch ?? `meilisearch.${lms}` }),
  ...(databases.includes(NOTES) && { notes: given?.notes ?? `notes.${lms}` }),
});

/** Where micro-frontends are served if nobody says where. */
export const mfeOf = (lms: string): string => `apps.${lms}`;
