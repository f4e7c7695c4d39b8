import { held, named, type Reference } from "../../cloud/references";

export const BACKUPS = "mongodbatlas:index/cloudBackupSchedule:CloudBackupSchedule";
export const CLUSTER = "mongodbatlas:index/advancedCluster:AdvancedCluster";
export const ENDPOINT_LINK =
  "mongodbatlas:index/privateLinkEndpointService:PrivateLinkEndpointService";
export const ENDPOINT_SERVICE = "mongodbatlas:index/privateLinkEndpoint:PrivateLinkEndpoint";

/** What of Atlas refers to what. */
export const REFERENCES: readonly Reference[] = [
  held(ENDPOINT_LINK, "privateLinkId", ENDPOINT_SERVICE),
  named(BACKUPS, "clusterName", CLUSTER),
];
