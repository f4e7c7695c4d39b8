import type { OnDeprovisionFailure } from "../data/contract";
import type { BucketSettings } from "../data/settings";
import type { Quota, Workloads } from "./workloads";

/** The releases of Open edX that an instance can run. */
export type Release = "sumac" | "teak" | "ulmo" | "verawood";

/** The Git folder that Argo CD deploys an instance from. */
export interface GitopsSettings {
  /** Address as Argo CD takes it: `git@host:owner/name.git`, `ssh://` or `https://`. */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Folder of the repository that Tutor rendered this instance into. */
  readonly path: string;
}

/** One Open edX site, after defaults and size have been applied. */
export interface InstanceSettings {
  /** Identity of the instance. It never changes: names, data and state hang on it. */
  readonly slug: string;
  readonly platformName: string;
  /** Part of the names that Argo CD shows, which stay when it changes. @default `cluster.environment` */
  readonly environment: string;
  readonly release: Release;
  /** Public host names; each serves this instance and no other. */
  readonly hosts: InstanceHosts;
  /** Further domains, each a site of its own. */
  readonly domains: readonly AdditionalDomain[];
  /** Further host names without a site of their own. */
  readonly extraHosts: readonly ExtraHost[];
  readonly certificates: readonly CertificateSettings[];
  /** `auto`: Argo CD deploys what Git holds, and repairs what differs; `manual`: somebody presses Sync. */
  readonly sync: "auto" | "manual";
  /** While true, removing the entry (or `pulumi destroy`) is refused and deletes nothing. */
  readonly deletionProtection: boolean;
  readonly onDeprovisionFailure: OnDeprovisionFailure;
  readonly gitops: GitopsSettings;
  readonly storage: BucketSettings;
  /** Plugins with a MySQL database and user of their own, sorted: letters, digits and underscores. */
  readonly databases: readonly string[];
  readonly redis: RedisSettings;
  readonly meilisearch: MeilisearchSettings;
  readonly rotation: Rotation;
  /** @default - Tutor's own relay, in the namespace */
  readonly smtp?: SmtpSettings;
  readonly workloads: Workloads;
  readonly quota: Quota;
}

/** A Redis in the namespace, as Tutor deploys it, or one that many share. */
export type RedisSettings = { readonly kind: "own" } | SharedRedis;

export interface SharedRedis {
  readonly kind: "shared";
  readonly host: string;
  readonly port: number;
  /** @default - `host` is an address, or a Service of the cluster */
  readonly network?: { readonly cidrs: readonly string[] };
  readonly celeryDatabase: number;
  readonly cacheDatabase: number;
}

/** A Meilisearch in the namespace, as Tutor deploys it, or one that many share. */
export type MeilisearchSettings = { readonly kind: "own" } | SharedMeilisearch;

export interface SharedMeilisearch {
  readonly kind: "shared";
  /** As pods reach it. */
  readonly url: string;
  /** As browsers reach it. */
  readonly publicUrl: string;
  /** As that of {@link SharedRedis}. */
  readonly network?: { readonly cidrs: readonly string[] };
}

/** The mail server that an instance sends by. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `starttls`: encrypted by STARTTLS; `tls`: from the first byte; `none`: not at all. */
  readonly security: "starttls" | "tls" | "none";
  /** @default - nobody logs in */
  readonly user?: string;
  /** Address that mail comes from. @default - Tutor's `CONTACT_EMAIL` */
  readonly from?: string;
  /** Whether it is the login that the defaults have, whose password serves all instances that have it. */
  readonly sharesLogin: boolean;
}

/** How often each kind of secret of an instance has been changed. Another number is another secret. */
export interface Rotation {
  /** What all that is generated is derived from, but for the keys of buckets and logins. */
  readonly seed: number;
  readonly mysql: number;
  readonly mongodb: number;
  /** The key that reaches the buckets. */
  readonly storage: number;
  readonly redis: number;
  readonly meilisearch: number;
  /** The key that signs logins between services. */
  readonly jwt: number;
  /** What Django signs sessions and links with. */
  readonly secretKey: number;
  /** What Studio logs in to the LMS with. */
  readonly cmsOauth: number;
}

export interface InstanceHosts {
  readonly lms: string;
  readonly studio: string;
  readonly mfe: string;
  /** Only where the instance has a Meilisearch of its own. */
  readonly meilisearch?: string;
  /** Only where the plugin has its database. */
  readonly notes?: string;
}

/** A domain whose site has the learners and courses of the instance, and settings of its own. */
export interface AdditionalDomain {
  readonly lms: string;
  /** @default - authors use the Studio of the instance */
  readonly studio?: string;
  readonly mfe: string;
  /** By the names of Open edX's settings. Nothing in it is secret. */
  readonly siteConfiguration: Readonly<Record<string, unknown>>;
}

/** A host name that is routed to the instance. */
export interface ExtraHost {
  readonly host: string;
  /** `caddy`: an Ingress of its own; `lms`: another name of the LMS. */
  readonly to: "caddy" | "lms";
}

/** A certificate that the operator gives. */
export interface CertificateSettings {
  /** Letters and digits. */
  readonly name: string;
  /** The hosts of the instance that it serves. */
  readonly hosts: readonly string[];
}
