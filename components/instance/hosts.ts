import type { AdditionalDomain, InstanceSettings } from "./settings";

type Hosts = Pick<InstanceSettings, "hosts" | "domains" | "extraHosts">;

/** Every host name that the instance is served at. */
export const everyHost = ({ hosts, domains, extraHosts }: Hosts): string[] => [
  ...[hosts.lms, hosts.studio, hosts.mfe],
  ...[hosts.meilisearch, hosts.notes].flatMap((host) => host ?? []),
  ...domains.flatMap(domainHosts),
  ...extraHosts.map(({ host }) => host),
];

/** The hosts whose pages learners and authors have in their browsers, in whatever order domains are listed. Search and notes have no pages. */
export const pageHosts = ({ hosts, domains }: Pick<Hosts, "hosts" | "domains">): string[] => [
  hosts.lms,
  hosts.studio,
  hosts.mfe,
  ...domains.flatMap(domainHosts).sort(),
];

const domainHosts = ({ lms, studio, mfe }: AdditionalDomain): string[] =>
  studio === undefined ? [lms, mfe] : [lms, studio, mfe];
