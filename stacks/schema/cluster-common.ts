import { hostName, label, section, wholeNumber } from "./text";

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
