import type { ProgramSettings } from "../components/settings";
import { resolveMongodb } from "./resolve-mongodb";
import type { StackFile } from "./schema/stack";

type Servers = "cluster" | "mysql" | "mongodb";

/**
 * What the stack makes itself is kept from deletion as the cluster is, and that as what it is for.
 *
 * @param ofStack `false` opens all
 * @returns undefined where a server is not whole, which the rules tell
 */
export function resolveProtection(
  { cluster, mysql, ...given }: Pick<StackFile, Servers>,
  ofStack: boolean,
): Pick<ProgramSettings, Servers> | undefined {
  const clusterExists = cluster.kind === "existing" || "existing" in cluster;
  const ofCluster =
    ofStack &&
    ((clusterExists ? undefined : cluster.deletionProtection) ??
      cluster.environment === "production");
  const isProtected = (own: boolean | undefined): boolean => ofStack && (own ?? ofCluster);
  const mongodb = resolveMongodb(given.mongodb, isProtected);
  return (
    mongodb && {
      cluster: clusterExists ? cluster : { ...cluster, deletionProtection: ofCluster },
      mysql:
        mysql.kind === "external" || "existing" in mysql
          ? mysql
          : { ...mysql, deletionProtection: isProtected(mysql.deletionProtection) },
      mongodb,
    }
  );
}
