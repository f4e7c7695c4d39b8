import { z } from "zod";
import { eksKubeconfig } from "../components/cluster/aws/kubeconfig";
import type { ClusterAccess } from "./cluster-connection";
import { run } from "./workflow-run/program";

/** The part of `openedx:cluster` that leads to a cluster on AWS. */
export const EksSettings = z.looseObject({
  kind: z.literal("aws"),
  name: z.string(),
  region: z.string(),
});

const Description = z.object({ endpoint: z.string(), certificateAuthority: z.string() });

/**
 * How a cluster that the stack made on AWS is reached today. Its address is asked for each time, by the credentials of
 * the environment.
 *
 * @throws Error with the AWS CLI's own words
 */
export async function eksAccess(settings: z.infer<typeof EksSettings>): Promise<ClusterAccess> {
  const { name, region } = settings;
  const command = ["eks", "describe-cluster", "--name", name, "--region", region];
  const query = "cluster.{endpoint:endpoint,certificateAuthority:certificateAuthority.data}";
  const ended = await run("aws", [...command, "--query", query, "--output", "json"]);
  if (ended.code !== 0)
    throw new Error(
      `Where the cluster ${name} is cannot be asked: aws ${command.join(" ")}: ${ended.stderr.trim()}\n` +
        `Put that right and run the same command again. Credentials come from the environment, as for the AWS CLI.`,
    );
  const described = Description.parse(JSON.parse(ended.stdout));
  return { kubeconfig: eksKubeconfig({ name, region, ...described }) };
}
