import { z } from "zod";
import { eksKubeconfig } from "../components/cluster/aws/kubeconfig";
import type { ClusterAccess } from "./cluster-connection";
import { answerOf } from "./program";

/** The part of `openedx:cluster` that leads to a cluster on AWS. */
export const EksSettings = z.looseObject({
  kind: z.literal("aws"),
  name: z.string(),
  /** What EKS calls it, where the stack has not made it. */
  existing: z.string().optional(),
  region: z.string(),
});

const Description = z.object({ endpoint: z.string(), certificateAuthority: z.string() });

/**
 * How a cluster on AWS that the stack made, or that was there, is reached today. Its address is asked for each time, by the credentials of
 * the environment.
 *
 * @throws Error with the AWS CLI's own words
 */
export async function eksAccess(settings: z.infer<typeof EksSettings>): Promise<ClusterAccess> {
  const { existing, region } = settings;
  const name = existing ?? settings.name;
  const command = ["eks", "describe-cluster", "--name", name, "--region", region];
  const query = "cluster.{endpoint:endpoint,certificateAuthority:certificateAuthority.data}";
  const described = await answerOf("aws", {
    command,
    options: ["--query", query, "--output", "json"],
    unknown: `Where the cluster ${name} is cannot be asked`,
    hint: "Credentials come from the environment, as for the AWS CLI.",
  });
  return {
    kubeconfig: eksKubeconfig({ name, region, ...Description.parse(JSON.parse(described)) }),
  };
}
