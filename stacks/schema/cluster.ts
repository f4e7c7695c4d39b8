import { z } from "zod";
import { awsCluster } from "./cluster-aws";
import { digitaloceanCluster } from "./cluster-digitalocean";
import { client, domain, environment, name } from "./cluster-common";
import { existingDoks, existingEks } from "./cluster-existing";
import { clusterNetwork } from "./network";
import { shardCluster } from "./shards";
import { orExisting, section, text, unionError, unionOr } from "./text";

const existing = section({
  kind: z
    .literal("existing")
    .describe("A cluster that somebody else runs; it is used and never deleted."),
  name,
  environment,
  domain,
  context: text(
    /^\S(?:.{0,251}\S)?$/,
    "the name of a context as `kubectl config get-contexts` prints it",
  )
    .optional()
    .describe(
      "Only for `existing`: a context of your own kubeconfig, for use from your machine. Without it the secret `openedx:kubeconfig` is used.",
    ),
  network: clusterNetwork,
  client,
});

const DESCRIPTION = "The Kubernetes cluster that carries the instances.";

const existingInCloud = z.discriminatedUnion("kind", [existingEks, existingDoks], {
  error: unionError,
});

/** Of a stack file, whatever the stack is. */
export const anyCluster = orExisting(
  z.discriminatedUnion("kind", [existing, awsCluster, digitaloceanCluster, shardCluster], {
    error: unionError,
  }),
  existingInCloud,
).describe(DESCRIPTION);

/** The same without that of a shard, which is read as that of its first stack. */
export const cluster = orExisting(
  z.discriminatedUnion("kind", [existing, awsCluster, digitaloceanCluster], {
    error: unionOr("stack"),
  }),
  existingInCloud,
).describe(DESCRIPTION);
