import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type {
  Bucket,
  MongoAccess,
  MongoServer,
  MysqlAccess,
  MysqlServer,
  ObjectStorage,
} from "../data/contract";
import { createAppProject } from "./app-project";
import { createApplication } from "./application";
import { createCredentialsSecret } from "./credentials-secret";
import { createImagePullSecret, type RegistryAccess } from "./image-pull-secret";
import { createJobsAccount } from "./jobs-account";
import { createNamespace } from "./namespace";
import { planInstance, type InstancePlan } from "./plan";
import type { InstanceHosts, InstanceSettings } from "./settings";
import { suffixed } from "../shared/names";

export interface OpenEdxInstanceArgs {
  readonly settings: InstanceSettings;
  readonly clusterName: string;
  readonly mysql: MysqlServer;
  readonly mongodb: MongoServer;
  readonly storage: ObjectStorage;
  /** Namespace of Argo CD; it resolves once Argo CD accepts Applications. */
  readonly applicationsNamespace: pulumi.Output<string>;
  /** How long a removal waits for Argo CD to remove what it deployed, in seconds. */
  readonly deletionTimeoutSeconds: number;
  /** @default - images are pulled without credentials */
  readonly registry?: RegistryAccess;
  /** @default - mail is sent without logging in */
  readonly smtpPassword?: pulumi.Output<string>;
}

/** What the stack tells about an instance; nothing in it is secret. */
export interface InstanceOutputs {
  readonly hosts: InstanceHosts;
  readonly namespace: pulumi.Output<string>;
  readonly mysqlDatabase: pulumi.Output<string>;
  readonly mongodbDatabases: pulumi.Output<readonly string[]>;
  readonly bucket: pulumi.Output<string>;
  readonly application: pulumi.Output<string>;
}

/** One Open edX site: everything it owns on the cluster and on the shared data servers. */
export class OpenEdxInstance extends pulumi.ComponentResource {
  readonly outputs: InstanceOutputs;

  constructor(slug: string, args: OpenEdxInstanceArgs, opts: pulumi.ComponentResourceOptions) {
    const plan = planInstance(args.settings, args.clusterName);
    super("openedx:instance:OpenEdxInstance", slug, { slug }, opts);
    const namespace = createNamespace(slug, { plan, settings: args.settings }, { parent: this });
    const inNamespace = { parent: this, namespace };
    const data = this.grantData(slug, args, plan, namespace);
    const pullSecret = createImagePullSecret(slug, { plan, registry: args.registry }, inNamespace);
    const account = createJobsAccount(slug, { plan, pullSecret }, inNamespace);
    const credentials = createCredentialsSecret(
      slug,
      { plan, ...data, smtpPassword: args.smtpPassword },
      inNamespace,
    );
    const placed = {
      plan,
      settings: args.settings,
      applicationsNamespace: args.applicationsNamespace,
    };
    const project = createAppProject(slug, placed, { parent: this });
    const application = createApplication(
      slug,
      { ...placed, namespace, project, deletionTimeoutSeconds: args.deletionTimeoutSeconds },
      {
        parent: this,
        dependsOn: [
          credentials,
          ...account,
          ...(pullSecret ? [pullSecret] : []),
          data.mysql.granted,
          data.mongodb.granted,
          data.bucket.granted,
        ],
      },
    );
    this.outputs = {
      hosts: args.settings.hosts,
      namespace: namespace.metadata.name,
      mysqlDatabase: data.mysql.databases.apply(([first]) => first ?? ""),
      mongodbDatabases: data.mongodb.databases,
      bucket: data.bucket.bucket,
      application: application.metadata.name,
    };
    this.registerOutputs({ namespace: this.outputs.namespace });
  }

  /** Databases, bucket and the ways in. They depend on the namespace, so that a removal takes it last. */
  private grantData(
    slug: string,
    args: OpenEdxInstanceArgs,
    { names, tags }: InstancePlan,
    namespace: pulumi.Resource,
  ): { mysql: MysqlAccess; mongodb: MongoAccess; bucket: Bucket } {
    const { hex } = new random.RandomId(`${slug}-suffix`, { byteLength: 4 }, { parent: this });
    const own = (stem: string, separator: "-" | "_"): pulumi.Output<string> =>
      hex.apply((suffix) => suffixed(stem, separator, suffix));
    const opts = { parent: this, dependsOn: [namespace] };
    return {
      mysql: args.mysql.grantAccess(
        `${slug}-mysql`,
        { databases: [own(names.mysqlDatabase, "_")], user: own(names.databaseUser, "_") },
        opts,
      ),
      mongodb: args.mongodb.grantAccess(
        `${slug}-mongodb`,
        {
          databases: [own(names.mongodbDatabase, "_"), own(names.forumDatabase, "_")],
          user: own(names.databaseUser, "_"),
        },
        opts,
      ),
      bucket: args.storage.createBucket(
        `${slug}-storage`,
        { bucket: own(names.bucket, "-"), user: own(names.storageUser, "-"), tags },
        opts,
      ),
    };
  }
}
