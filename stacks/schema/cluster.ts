import { z } from "zod";
import { clusterNetwork } from "./network";
import { hostName, label, section, text, unionError, wholeNumber } from "./text";

const existing = section({
  kind: z
    .literal("existing")
    .describe("A cluster that somebody else runs; it is used and never deleted."),
  // Names on shared servers start with it. Of the 54 characters that a bucket leaves before its random digits,
  // 40 keep room for the slug, so that an operator can still tell buckets apart.
  name: label("a name", 40).describe(
    "Name of the cluster, at most 40 characters. It begins the name of every database, user and bucket; " +
      "it never changes while there are instances.",
  ),
  environment: label("a word").describe(
    "What the cluster is for, such as `production` or `staging`. On `production`, instances are protected from deletion " +
      "unless they say otherwise.",
  ),
  domain: hostName().describe("Instances without `hosts` are served at `<slug>.<domain>`."),
  context: text(
    /^\S(?:.{0,251}\S)?$/,
    "the name of a context as `kubectl config get-contexts` prints it",
  )
    .optional()
    .describe(
      "A context of your own kubeconfig, for use from your machine. Without it the secret `openedx:kubeconfig` is used.",
    ),
  network: clusterNetwork,
  client: section({
    qps: wholeNumber(1, 10_000)
      .default(500)
      .describe("Requests a second that are sent to the API server in the long run."),
    burst: wholeNumber(1, 10_000)
      .default(1000)
      .describe("Requests that are sent at once before `qps` holds."),
  })
    .prefault({})
    .describe("How fast the Kubernetes API server is asked."),
});

export const cluster = z
  .discriminatedUnion("kind", [existing], { error: unionError })
  .describe("The Kubernetes cluster that carries the instances.");
