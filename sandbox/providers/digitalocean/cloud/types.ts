import { held, named, type Reference } from "../../cloud/references";

export const CLUSTER = "digitalocean:index/kubernetesCluster:KubernetesCluster";
export const DATABASE = "digitalocean:index/databaseCluster:DatabaseCluster";
export const FIREWALL = "digitalocean:index/databaseFirewall:DatabaseFirewall";
export const MYSQL_CONFIG = "digitalocean:index/databaseMysqlConfig:DatabaseMysqlConfig";
export const NODE_POOL = "digitalocean:index/kubernetesNodePool:KubernetesNodePool";
export const PROJECT = "digitalocean:index/project:Project";
export const PROJECT_RESOURCES = "digitalocean:index/projectResources:ProjectResources";
export const VPC = "digitalocean:index/vpc:Vpc";

/** What of DigitalOcean refers to what. */
export const REFERENCES: readonly Reference[] = [
  held(CLUSTER, "vpcUuid", VPC),
  held(DATABASE, "privateNetworkUuid", VPC),
  named(NODE_POOL, "clusterId", CLUSTER),
  named(FIREWALL, "clusterId", DATABASE),
  named(MYSQL_CONFIG, "clusterId", DATABASE),
  held(PROJECT_RESOURCES, "project", PROJECT),
];
