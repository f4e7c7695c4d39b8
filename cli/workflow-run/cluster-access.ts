import { z } from "zod";
import { accessTo } from "../cluster-access";
import type { ClusterAccess } from "../cluster-connection";
import { toldByFirst } from "../first-stack";
import { answerOf } from "../program";

const Settings = z.looseObject({
  "openedx:cluster": z.looseObject({ value: z.string() }).optional(),
});

/**
 * How the cluster of a stack is reached today, whatever was so when the run was recorded. Reading settings takes no
 * lock, so it is possible in the middle of an `up`.
 *
 * @param stack as `pulumi --stack` takes it
 * @throws Error with Pulumi's own words
 */
export async function clusterAccess(stack: string): Promise<ClusterAccess> {
  const settings = Settings.parse(JSON.parse(await config(stack, ["--json"])));
  const { value = "{}" } = settings["openedx:cluster"] ?? {};
  const cluster: unknown = JSON.parse(value);
  const told = await toldByFirst(stack, cluster);
  return told === undefined
    ? accessTo(cluster, () => config(stack, ["get", "openedx:kubeconfig"]))
    : accessTo(told.values["cluster"], () => told.secrets.kubeconfig ?? "");
}

const config = (stack: string, parameters: readonly string[]): Promise<string> =>
  answerOf("pulumi", {
    command: ["config", ...parameters, "--stack", stack],
    options: ["--non-interactive", "--color=never"],
    unknown: `The settings of the stack ${stack} say how its cluster is reached, and cannot be read`,
    hint: "If the stack was renamed, first run `pulumi up` with all instances still in its file.",
  });
