import type { ProgramSettings } from "../components/program";
import type { StackFile } from "./schema/stack";

/**
 * What the stack makes itself is kept from deletion as the cluster is, and that as what it is for.
 *
 * @param ofStack `false` opens all
 */
export function resolveProtection(
  { cluster, mysql }: Pick<StackFile, "cluster" | "mysql">,
  ofStack: boolean,
): Pick<ProgramSettings, "cluster" | "mysql"> {
  const clusterExists = cluster.kind === "existing" || "existing" in cluster;
  const ofCluster =
    ofStack &&
    ((clusterExists ? undefined : cluster.deletionProtection) ??
      cluster.environment === "production");
  return {
    cluster: clusterExists ? cluster : { ...cluster, deletionProtection: ofCluster },
    mysql:
      mysql.kind === "external" || "existing" in mysql
        ? mysql
        : { ...mysql, deletionProtection: ofStack && (mysql.deletionProtection ?? ofCluster) },
  };
}
