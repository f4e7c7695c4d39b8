import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { Instance } from "@pulumi/aws/rds/instance";
import { ParameterGroup } from "@pulumi/aws/rds/parameterGroup";
import { SubnetGroup } from "@pulumi/aws/rds/subnetGroup";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AwsOptions, AwsSite } from "../../cluster/aws/contract";
import { suffixed } from "../../shared/names";
import { admitNodes } from "../aws-access";
import { onePort } from "../network";
import type { RdsSettings } from "../settings";
import { RDS_AUTHORITY } from "./rds-authorities";
import { windowsOf } from "./rds-windows";

export const MYSQL_PORT = 3306;

/** RDS reserves `rdsadmin`, and `admin` says nothing. */
export const ADMIN_USER = "openedx_admin";

/** Minor versions come by themselves, in the maintenance window. */
const VERSION = "8.4";

export interface RdsServerArgs {
  readonly settings: RdsSettings;
  readonly clusterName: string;
  readonly aws: AwsSite;
  readonly adminPassword: pulumi.Output<string>;
  readonly random: random.Provider;
}

/** A server that was made. */
export interface RdsServer {
  readonly host: pulumi.Output<string>;
  /** Name of the snapshot that its deletion leaves. */
  readonly finalSnapshot: pulumi.Output<string>;
}

/** Makes the server in the database subnets, with what keeps others out and an alarm for its storage. */
export function createRdsServer(
  name: string,
  args: RdsServerArgs,
  { dependsOn, ...opts }: AwsOptions & { readonly dependsOn: readonly pulumi.Resource[] },
): RdsServer {
  const { settings, clusterName, aws, adminPassword } = args;
  const subnets = new SubnetGroup(
    `${name}-subnets`,
    { subnetIds: [...aws.databaseSubnets.ids] },
    { ...opts, dependsOn: [...dependsOn] },
  );
  const finalSnapshot = nameSnapshot(name, args, opts);
  const group = admitNodes(
    name,
    {
      aws,
      ports: onePort(MYSQL_PORT),
      description: "MySQL from the nodes of the cluster",
    },
    opts,
  );
  const instance = new Instance(
    `${name}-server`,
    {
      identifier: suffixed(clusterName, "-", "mysql"),
      engine: "mysql",
      engineVersion: VERSION,
      autoMinorVersionUpgrade: true,
      instanceClass: settings.size,
      multiAz: settings.multiAz,
      ...storageOf(settings),
      username: ADMIN_USER,
      password: adminPassword,
      port: MYSQL_PORT,
      parameterGroupName: createParameters(name, opts).name,
      caCertIdentifier: RDS_AUTHORITY,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [group.id],
      publiclyAccessible: false,
      backupRetentionPeriod: settings.backupDays,
      ...windowsOf(settings),
      copyTagsToSnapshot: true,
      deletionProtection: settings.deletionProtection,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: finalSnapshot,
      // What needs a restart waits for the maintenance window.
      applyImmediately: false,
    },
    opts,
  );
  watchStorage(name, { settings, instance }, opts);
  return { host: instance.address, finalSnapshot };
}

/**
 * The key is AWS' own, which is never deleted: a snapshot that was made with a key of the stack would be of no use when
 * that has gone.
 */
const storageOf = ({ storageGiB, maxStorageGiB }: RdsSettings) => ({
  storageType: "gp3",
  allocatedStorage: storageGiB,
  maxAllocatedStorage: maxStorageGiB,
  storageEncrypted: true,
});

/**
 * Names the snapshot that a deletion leaves. The name is unique, as those of earlier servers may still be there, and stays
 * the same.
 */
function nameSnapshot(name: string, args: RdsServerArgs, opts: AwsOptions): pulumi.Output<string> {
  const suffix = new random.RandomId(
    `${name}-final-snapshot`,
    { byteLength: 4 },
    { parent: opts.parent, provider: args.random },
  );
  const stem = suffixed(args.clusterName, "-", "mysql-final");
  return suffix.hex.apply((hex) => suffixed(stem, "-", hex));
}

/** What Tutor's own server says, and that nobody comes without TLS. */
const createParameters = (name: string, opts: AwsOptions): ParameterGroup =>
  new ParameterGroup(
    `${name}-parameters`,
    {
      family: `mysql${VERSION}`,
      parameters: [
        { name: "character_set_server", value: "utf8mb4" },
        { name: "collation_server", value: "utf8mb4_unicode_ci" },
        { name: "require_secure_transport", value: "1" },
      ],
    },
    opts,
  );

const BYTES_PER_GIB = 1024 ** 3;

/** Part of the storage that is free when the alarm comes: RDS grows storage by itself at this point, where it may. */
const LEAST_FREE = 0.1;

const watchStorage = (
  name: string,
  { settings, instance }: { readonly settings: RdsSettings; readonly instance: Instance },
  opts: AwsOptions,
): MetricAlarm =>
  new MetricAlarm(
    `${name}-storage-alarm`,
    {
      alarmDescription: "The MySQL server of Open edX runs out of storage",
      namespace: "AWS/RDS",
      metricName: "FreeStorageSpace",
      dimensions: { DBInstanceIdentifier: instance.identifier },
      statistic: "Minimum",
      comparisonOperator: "LessThanThreshold",
      threshold: Math.floor(settings.storageGiB * LEAST_FREE * BYTES_PER_GIB),
      period: 300,
      // Growing by itself takes a while, and is no reason for an alarm.
      evaluationPeriods: 3,
      alarmActions: settings.alarmTopic === undefined ? [] : [settings.alarmTopic],
    },
    opts,
  );
