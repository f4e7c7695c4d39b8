import * as mongodbatlas from "@pulumi/mongodbatlas";
import type * as pulumi from "@pulumi/pulumi";
import type { MadeAtlasSettings } from "../settings";
import { type AtlasEndpoint, type AtlasOptions, atlasRegion } from "./atlas-endpoint";

export interface AtlasClusterArgs {
  readonly settings: MadeAtlasSettings;
  readonly clusterName: string;
  /** Of AWS. */
  readonly region: string;
  readonly endpoint: AtlasEndpoint;
}

/** Makes the cluster, and says how long its backups are kept. Atlas encrypts it, and takes connections with TLS only. */
export function createAtlasCluster(
  name: string,
  { settings, clusterName, region, endpoint }: AtlasClusterArgs,
  opts: AtlasOptions,
): mongodbatlas.AdvancedCluster {
  const { projectId, deletionProtection } = settings;
  const cluster = new mongodbatlas.AdvancedCluster(
    `${name}-server`,
    {
      projectId,
      name: clusterName,
      clusterType: "REPLICASET",
      mongoDbMajorVersion: `${settings.version}.0`,
      replicationSpecs: [{ regionConfigs: [nodesIn(atlasRegion(region), settings)] }],
      backupEnabled: true,
      terminationProtectionEnabled: deletionProtection,
      // A deletion leaves the snapshots, until their time is over.
      retainBackupsEnabled: true,
    },
    // Another name or project would be another cluster, and this one would go. The endpoint comes first: an address that
    // leads through it is told of clusters that are made later.
    { ...opts, protect: deletionProtection, dependsOn: [endpoint.ready] },
  );
  createBackups(name, { settings, clusterName: cluster.name }, opts);
  return cluster;
}

/** Storage grows by itself; the tier is what the settings say. */
const nodesIn = (regionName: string, { size, nodes }: MadeAtlasSettings) => ({
  providerName: "AWS",
  regionName,
  // The highest there is, of the only region.
  priority: 7,
  electableSpecs: { instanceSize: size, nodeCount: nodes },
  autoScaling: { diskGbEnabled: true, computeEnabled: false },
});

/** Those of each day are kept as long as the settings say, some of the last two days beside them. */
const createBackups = (
  name: string,
  args: { readonly settings: MadeAtlasSettings; readonly clusterName: pulumi.Input<string> },
  opts: AtlasOptions,
): mongodbatlas.CloudBackupSchedule =>
  new mongodbatlas.CloudBackupSchedule(
    `${name}-backups`,
    {
      projectId: args.settings.projectId,
      clusterName: args.clusterName,
      policyItemHourly: { frequencyInterval: 6, retentionUnit: "days", retentionValue: 2 },
      policyItemDaily: {
        frequencyInterval: 1,
        retentionUnit: "days",
        retentionValue: args.settings.backupDays,
      },
    },
    opts,
  );
