import * as pulumi from "@pulumi/pulumi";
import type { MongoServer, MysqlServer, ObjectStorage } from "../data/contract";
import { createAppProject } from "./app-project";
import { createApplication } from "./application";
import { createCertificates, type KeyPair } from "./certificates";
import { createCredentialsSecret } from "./credentials-secret";
import { createData } from "./data";
import { createFences } from "./fences";
import { createImagePullSecret, type RegistryAccess } from "./image-pull-secret";
import { createJobsAccount } from "./jobs-account";
import { createNamespace } from "./namespace";
import type { Surroundings } from "./network-rules";
import { planInstance } from "./plan";
import { restartPatches } from "./restarts";
import { createSeed } from "./seed";
import { sharedServices, type SharedServices } from "./shared-services";
import type { InstanceHosts, InstanceSettings } from "./settings";

export interface OpenEdxInstanceArgs {
  readonly settings: InstanceSettings;
  readonly clusterName: string;
  readonly mysql: MysqlServer;
  readonly mongodb: MongoServer;
  readonly storage: ObjectStorage;
  readonly around: Surroundings;
  /** Namespace of Argo CD. */
  readonly applicationsNamespace: string;
  /** What must be there before Argo CD takes anything for the instance. */
  readonly argocdReady: readonly pulumi.Resource[];
  /** What must be there before anything of the instance is made. @default - nothing */
  readonly required?: readonly pulumi.Resource[];
  /** How long a removal waits for Argo CD to remove what it deployed, in seconds. */
  readonly deletionTimeoutSeconds: number;
  /** @default - images are pulled without credentials */
  readonly registry?: RegistryAccess;
  /** Needed where its Meilisearch is shared. */
  readonly meilisearchMasterKey?: pulumi.Output<string>;
  /** @default - mail is sent without logging in */
  readonly smtpPassword?: pulumi.Output<string>;
  /** By the names of its certificates. @default - it has none */
  readonly keyPairs?: Readonly<Record<string, KeyPair>>;
}

/** What the stack tells about an instance; nothing in it is secret. */
export interface InstanceOutputs extends SharedServices {
  readonly hosts: InstanceHosts;
  readonly namespace: pulumi.Output<string>;
  readonly mysqlDatabase: pulumi.Output<string>;
  readonly mongodbDatabases: pulumi.Output<readonly string[]>;
  /** Of its plugins, by their names. */
  readonly pluginDatabases: Readonly<Record<string, pulumi.Output<string>>>;
  readonly bucket: pulumi.Output<string>;
  /** Only where the settings want one. */
  readonly publicBucket?: pulumi.Output<string>;
  /** Where tracking logs are put. */
  readonly trackingLogs: pulumi.Output<string>;
  readonly application: pulumi.Output<string>;
}

/** A removal tells nobody what it has left behind, so it is told before, and after by the operator namespace. */
const LEAVES_BEHIND =
  "onDeprovisionFailure is continue: what a workflow cannot take away from a data server is left behind when the instance " +
  "is removed. `pulumi preview` tells of it afterwards.";

/** One Open edX site: everything it owns on the cluster and on the shared data servers. */
export class OpenEdxInstance extends pulumi.ComponentResource {
  readonly slug: string;
  readonly deletionProtection: boolean;
  readonly outputs: InstanceOutputs;
  /** The last that is made. All else of the instance comes before it, and goes after it. */
  readonly application: pulumi.Resource;

  constructor(slug: string, args: OpenEdxInstanceArgs, opts: pulumi.ComponentResourceOptions) {
    const plan = planInstance(args.settings, args.clusterName);
    super("openedx:instance:OpenEdxInstance", slug, { slug }, opts);
    this.slug = slug;
    this.deletionProtection = args.settings.deletionProtection;
    if (args.settings.onDeprovisionFailure === "continue")
      void pulumi.log.warn(LEAVES_BEHIND, this);
    const namespace = createNamespace(
      slug,
      { plan, settings: args.settings },
      { parent: this, dependsOn: args.required },
    );
    const inNamespace = { parent: this, namespace };
    const fences = createFences(slug, { plan, ...args }, inNamespace);
    const seed = createSeed(slug, { rotation: args.settings.rotation.seed }, { parent: this });
    const data = createData(slug, { plan, seed, namespace, ...args }, { parent: this });
    const pullSecret = createImagePullSecret(slug, { plan, registry: args.registry }, inNamespace);
    const account = createJobsAccount(
      slug,
      { plan, pullSecret },
      { ...inNamespace, after: fences },
    );
    const credentials = createCredentialsSecret(
      slug,
      {
        ...data,
        plan,
        settings: args.settings,
        seed,
        meilisearchMasterKey: args.meilisearchMasterKey,
        smtpPassword: args.smtpPassword,
      },
      { ...inNamespace, after: account },
    );
    const certificates = createCertificates(
      slug,
      { plan, settings: args.settings, keyPairs: args.keyPairs ?? {} },
      inNamespace,
    );
    const { mysql, mongodb, bucket, plugins } = data;
    const granted = [mysql, mongodb, bucket, ...plugins].flatMap((access) => access.granted);
    const placed = {
      plan,
      settings: args.settings,
      applicationsNamespace: args.applicationsNamespace,
    };
    const project = createAppProject(slug, placed, {
      parent: this,
      dependsOn: [...args.argocdReady],
    });
    const application = createApplication(
      slug,
      {
        ...placed,
        project,
        patches: restartPatches(credentials.revisions),
        deletionTimeoutSeconds: args.deletionTimeoutSeconds,
      },
      {
        parent: this,
        dependsOn: [credentials.secret, ...certificates, ...granted],
      },
    );
    this.application = application;
    this.outputs = {
      hosts: args.settings.hosts,
      namespace: namespace.metadata.name,
      mysqlDatabase: mysql.databases.apply(([first]) => first ?? ""),
      mongodbDatabases: mongodb.databases,
      pluginDatabases: Object.fromEntries(
        plugins.map(({ plugin, database }) => [plugin, database]),
      ),
      bucket: bucket.bucket,
      publicBucket: bucket.publicBucket,
      trackingLogs: pulumi.interpolate`s3://${bucket.bucket}/${args.settings.storage.trackingLogsPrefix}`,
      ...sharedServices(args.settings, { plan, seed }),
      application: application.metadata.name,
    };
    this.registerOutputs({ namespace: this.outputs.namespace });
  }
}
