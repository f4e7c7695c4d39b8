import type { BucketSettings } from "../settings";

/** What the pages of a site do with a bucket when they are in a browser. */
export interface CorsRule {
  readonly allowedOrigins: string[];
  readonly allowedMethods: string[];
  readonly allowedHeaders: string[];
  readonly exposeHeaders: string[];
  readonly maxAgeSeconds: number;
}

/**
 * Pages of Open edX upload and read by signed addresses: learners' files of open response assessments, videos in
 * Studio, reports. Uploads in parts read the ETag of each.
 *
 * @param origins `https://` and the host of each site whose pages do so
 */
export const corsRule = (origins: readonly string[]): CorsRule => ({
  allowedOrigins: [...origins],
  allowedMethods: ["GET", "HEAD", "PUT", "POST"],
  allowedHeaders: ["*"],
  exposeHeaders: ["ETag"],
  maxAgeSeconds: 3000,
});

/** What a server deletes by itself. */
export interface LifecycleRule {
  readonly id: string;
  readonly status: "Enabled";
  /** Which objects; all of them without a prefix. */
  readonly filter: { readonly prefix?: string };
  readonly noncurrentVersionExpiration?: { readonly noncurrentDays: number };
  readonly expiration: { readonly days: number } | { readonly expiredObjectDeleteMarker: true };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation: number };
}

/** Deletes what nobody can see any more and yet is paid for, and tracking logs that are too old. */
export const lifecycleRules = (settings: BucketSettings): LifecycleRule[] => [
  {
    id: "leftovers",
    status: "Enabled",
    filter: {},
    noncurrentVersionExpiration: { noncurrentDays: settings.oldVersionsDays },
    // The mark of a deleted object goes once all its versions have gone.
    expiration: { expiredObjectDeleteMarker: true },
    abortIncompleteMultipartUpload: { daysAfterInitiation: settings.unfinishedUploadsDays },
  },
  ...(settings.trackingLogsDays === 0 ? [] : [trackingLogs(settings)]),
];

/** What it deletes becomes an old version first, and is so for as long as any other. */
const trackingLogs = (settings: BucketSettings): LifecycleRule => ({
  id: "tracking-logs",
  status: "Enabled",
  filter: { prefix: settings.trackingLogsPrefix },
  expiration: { days: settings.trackingLogsDays },
});
