import { parse } from "yaml";
import { z } from "zod";
import { doksKubeconfig } from "../components/cluster/digitalocean/kubeconfig";
import type { ClusterAccess } from "./cluster-connection";
import { answerOf } from "./program";

/** The part of `openedx:cluster` that leads to a cluster on DigitalOcean. */
export const DoksSettings = z.looseObject({
  kind: z.literal("digitalocean"),
  name: z.string(),
  /** What DigitalOcean calls it, where the stack has not made it. */
  existing: z.string().optional(),
  region: z.string(),
});

const Clusters = z
  .array(z.looseObject({ id: z.string(), name: z.string(), region: z.string() }))
  .nullable()
  .transform((clusters) => clusters ?? []);

const Kubeconfig = z.looseObject({
  clusters: z.tuple([
    z.looseObject({
      cluster: z.looseObject({ server: z.string(), "certificate-authority-data": z.string() }),
    }),
  ]),
});

/** The login that comes with the address is not used. */
const LOGIN_SECONDS = "60";

/**
 * How a cluster on DigitalOcean that the stack made, or that was there, is reached today. Its address is asked for each time, by the token of
 * the environment.
 *
 * @throws Error with doctl's own words, or where not exactly one cluster has the name
 */
export async function doksAccess(settings: z.infer<typeof DoksSettings>): Promise<ClusterAccess> {
  const { existing, region } = settings;
  const name = existing ?? settings.name;
  const id = await idOf(name, region);
  const shown = await doctl(name, [
    ...["kubernetes", "cluster", "kubeconfig", "show", id],
    ...["--expiry-seconds", LOGIN_SECONDS],
  ]);
  const [{ cluster }] = Kubeconfig.parse(parse(shown)).clusters;
  const { server: endpoint, "certificate-authority-data": certificateAuthority } = cluster;
  return { kubeconfig: doksKubeconfig({ name, id, endpoint, certificateAuthority }) };
}

/** Names are not unique: one may have been made by hand. */
async function idOf(name: string, region: string): Promise<string> {
  const list = await doctl(name, ["kubernetes", "cluster", "list", "--output", "json"]);
  const found = Clusters.parse(JSON.parse(list)).filter(
    (cluster) => cluster.name === name && cluster.region === region,
  );
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only.id;
  throw new Error(
    `Of the name ${name} there are ${found.length} Kubernetes clusters in ${region}, where there must be one: ` +
      `doctl kubernetes cluster list.\nPut that right, or use the token of the right team, and run the same command again.`,
  );
}

const doctl = (cluster: string, command: readonly string[]): Promise<string> =>
  answerOf("doctl", {
    command,
    unknown: `Where the cluster ${cluster} is cannot be asked`,
    hint: "The token comes from the environment, DIGITALOCEAN_ACCESS_TOKEN.",
  });
