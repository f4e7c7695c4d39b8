/** Whether the cloud tells how a cluster of this kind is reached, so that nobody sets a kubeconfig. */
export const isCloudCluster = (kind: unknown): boolean => kind === "aws" || kind === "digitalocean";

/** Whether the cloud tells where a MySQL server of this kind is. */
export const isCloudMysql = (kind: unknown): boolean => kind === "rds" || kind === "digitalocean";

/** Whether the password of a MySQL server's administrator is generated, or told by the cloud, so that nobody sets it. */
export const knowsMysqlPassword = (kind: unknown, exists: boolean): boolean =>
  kind === "digitalocean" || (kind === "rds" && !exists);
