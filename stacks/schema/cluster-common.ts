import { z } from "zod";
import { flag, hostName, label, oneOf, section, wholeNumber } from "./text";

// Names on shared servers start with it. Of the 54 characters that a bucket leaves before its random digits,
// 40 keep room for the slug, so that an operator can still tell buckets apart.
export const name = label("a name", 40).describe(
  "Name of the cluster, at most 40 characters. It begins the name of every database, user and bucket; " +
    "it never changes while there are instances.",
);

export const environment = label("a word").describe(
  "What the cluster is for, such as `production` or `staging`. On `production`, instances are protected from deletion " +
    "unless they say otherwise.",
);

export const domain = hostName().describe(
  "Instances without `hosts` are served at `<slug>.<domain>`.",
);

/** An IPv4 range of whatever size. */
export const ipv4Range = (expected: string) => z.string(expected).regex(z.regexes.cidrv4, expected);

const API_CIDRS = "IPv4 ranges in a list, such as [203.0.113.0/24]";

export const apiCidrs = z
  .array(ipv4Range(API_CIDRS), API_CIDRS)
  .min(1, API_CIDRS)
  .optional()
  .describe(
    "The ranges, unless `apiAccess` is `public`. Where `pulumi` runs must be in one of them.",
  );

export const runner = oneOf(["github-hosted", "self-hosted"])
  .optional()
  .describe(
    "Where `pulumi` runs on merges: on runners of GitHub's, as without it, or on your own, which must be said unless " +
      "`apiAccess` is `public`; see docs/github.md.",
  );

export const deletionProtection = flag()
  .optional()
  .describe(
    "Unless `existing`: while it is `true`, deleting the cluster is refused. Without it: `true` if `environment` is `production`.",
  );

export const client = section({
  qps: wholeNumber(1, 10_000)
    .default(500)
    .describe("Requests a second that are sent to the API server in the long run."),
  burst: wholeNumber(1, 10_000)
    .default(1000)
    .describe("Requests that are sent at once before `qps` holds."),
})
  .prefault({})
  .describe("How fast the Kubernetes API server is asked.");
