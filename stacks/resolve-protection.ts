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
  const ofCluster =
    ofStack &&
    ((cluster.kind === "existing" ? undefined : cluster.deletionProtection) ??
      cluster.environment === "production");
  const ofMysql = mysql.kind === "external" ? undefined : mysql.deletionProtection;
  return {
    cluster: cluster.kind === "existing" ? cluster : { ...cluster, deletionProtection: ofCluster },
    mysql:
      mysql.kind === "external"
        ? mysql
        : { ...mysql, deletionProtection: ofStack && (ofMysql ?? ofCluster) },
  };
}
