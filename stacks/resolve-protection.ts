import type { ProgramSettings } from "../components/program";
import type { StackFile } from "./schema/stack";

/** What the stack makes itself is kept from deletion as the cluster is, and that as what it is for. */
export function resolveProtection({
  cluster,
  mysql,
}: Pick<StackFile, "cluster" | "mysql">): Pick<ProgramSettings, "cluster" | "mysql"> {
  const ofCluster =
    (cluster.kind === "existing" ? undefined : cluster.deletionProtection) ??
    cluster.environment === "production";
  return {
    cluster: cluster.kind === "existing" ? cluster : { ...cluster, deletionProtection: ofCluster },
    mysql:
      mysql.kind === "external"
        ? mysql
        : { ...mysql, deletionProtection: mysql.deletionProtection ?? ofCluster },
  };
}
