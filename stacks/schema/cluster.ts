import { z } from "zod";
import { awsCluster } from "./cluster-aws";
import { digitaloceanCluster } from "./cluster-digitalocean";
import { client, domain, environment, name } from "./cluster-common";
import { clusterNetwork } from "./network";
import { shardCluster } from "./shards";
import { section, text, unionError, unionOr } from "./text";

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

/** Of a stack file, whatever the stack is. */
export const anyCluster = z
  .discriminatedUnion("kind", [existing, awsCluster, digitaloceanCluster, shardCluster], {
    error: unionError,
  })
  .describe(DESCRIPTION);

/** The same without that of a shard, which is read as that of its first stack. */
export const cluster = z
  .discriminatedUnion("kind", [existing, awsCluster, digitaloceanCluster], {
    error: unionOr("stack"),
  })
  .describe(DESCRIPTION);
