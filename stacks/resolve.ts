import type { BucketSettings } from "../components/data/settings";
import { everyHost } from "../components/instance/hosts";
import { deriveQuota } from "../components/instance/quota";
import type { InstanceSettings, Rotation } from "../components/instance/settings";
import { builtInWorkloads, DEFAULT_SIZE } from "./built-in-sizes";
import { resolveHosts } from "./resolve-hosts";
import { resolveSmtp } from "./resolve-mail";
import { resolveServices } from "./resolve-services";
import { mergeWorkloads } from "./resolve-workloads";
import type { InstanceEntry } from "./schema/instances";
import type { StackFile } from "./schema/stack";

/** The parts of a stack file that instances inherit from. */
export interface Inherited extends Pick<
  StackFile,
  "cluster" | "gitops" | "defaults" | "sizes" | "redis" | "meilisearch"
> {
  readonly storage: BucketSettings;
}

/** An instance with all that it inherits: the defaults, then its size, then its own keys. */
export function resolveInstance(entry: InstanceEntry, from: Inherited): InstanceSettings {
  const { cluster, defaults } = from;
  const sizeName = sizeOf(entry, from);
  const size = from.sizes[sizeName];
  const merged = { ...defaults, ...size, ...entry };
  const gitops = { ...from.gitops, ...defaults.gitops, ...size?.gitops, ...entry.gitops };
  // Sorted, so that the order in the file never counts.
  const databases = [...(merged.databases ?? [])].sort();
  const services = resolveServices(entry, from);
  const shared = (["redis", "meilisearch"] as const).filter(
    (name) => services[name].kind === "shared",
  );
  const ownSearch = !shared.includes("meilisearch");
  const hosts = resolveHosts(entry, { domain: cluster.domain, databases, ownSearch });
  const workloads = mergeWorkloads(
    builtInWorkloads(sizeName),
    defaults.workloads,
    size?.workloads,
    entry.workloads,
  );
  const needs = { workloads, hosts: everyHost(hosts).length, plugins: databases.length, shared };
  return {
    slug: entry.slug,
    platformName: entry.platformName ?? inWords(entry.slug),
    environment: merged.environment ?? cluster.environment,
    release: merged.release,
    ...hosts,
    sync: merged.sync ?? "auto",
    onDeprovisionFailure: entry.onDeprovisionFailure ?? "stop",
    deletionProtection: merged.deletionProtection ?? cluster.environment === "production",
    gitops: { ...gitops, path: gitops.path.replaceAll("{slug}", entry.slug) },
    storage: {
      ...bucketSettings(from.storage),
      ...defaults.storage,
      ...size?.storage,
      ...entry.storage,
    },
    databases,
    smtp: resolveSmtp(defaults.smtp, size?.smtp, entry.smtp),
    ...services,
    rotation: { ...NEVER_ROTATED, ...entry.rotation },
    workloads,
    quota: { ...deriveQuota(needs), ...defaults.quota, ...size?.quota, ...entry.quota },
  };
}

const NEVER_ROTATED: Rotation = {
  seed: 0,
  mysql: 0,
  mongodb: 0,
  storage: 0,
  redis: 0,
  meilisearch: 0,
  jwt: 0,
  secretKey: 0,
  cmsOauth: 0,
};

/** Name of the size of an instance. */
export const sizeOf = (entry: Pick<InstanceEntry, "size">, { defaults }: Inherited): string =>
  entry.size ?? defaults.size ?? DEFAULT_SIZE;

/** Without what is about the server. */
const bucketSettings = (storage: BucketSettings): BucketSettings => ({
  publicMedia: storage.publicMedia,
  oldVersionsDays: storage.oldVersionsDays,
  unfinishedUploadsDays: storage.unfinishedUploadsDays,
  trackingLogsPrefix: storage.trackingLogsPrefix,
  trackingLogsDays: storage.trackingLogsDays,
});

/** `computer-science` becomes `Computer Science`. */
const inWords = (slug: string): string =>
  slug
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
