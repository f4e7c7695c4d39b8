/** Whether a stack makes a cluster of this kind, and so knows how it is reached. */
export const makesCluster = (kind: unknown): boolean => kind === "aws" || kind === "digitalocean";

/** Whether a stack makes a MySQL server of this kind, and so its administrator's password. */
export const makesMysql = (kind: unknown): boolean => kind === "rds" || kind === "digitalocean";
