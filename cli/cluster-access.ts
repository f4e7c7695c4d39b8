import { z } from "zod";
import type { ClusterAccess } from "./cluster-connection";
import { doksAccess, DoksSettings } from "./doks-access";
import { eksAccess, EksSettings } from "./eks-access";

const Cluster = z.looseObject({ context: z.string().optional() });

/**
 * How a cluster is reached today: as its cloud says of one there, by the context that its settings
 * name, or by its kubeconfig.
 *
 * @param cluster `openedx:cluster` of the stack
 * @param kubeconfig reads the secret `openedx:kubeconfig`, where it is needed
 */
export async function accessTo(
  cluster: unknown,
  kubeconfig: () => Promise<string> | string,
): Promise<ClusterAccess> {
  const { data: onAws } = EksSettings.safeParse(cluster);
  if (onAws !== undefined) return eksAccess(onAws);
  const { data: onDigitalOcean } = DoksSettings.safeParse(cluster);
  if (onDigitalOcean !== undefined) return doksAccess(onDigitalOcean);
  const { context } = Cluster.parse(cluster);
  return context === undefined ? { kubeconfig: await kubeconfig() } : { context };
}
