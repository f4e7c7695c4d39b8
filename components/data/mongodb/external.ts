import * as pulumi from "@pulumi/pulumi";
import { pin, type PinArgs } from "../../shared/lock";
import type {
  AccessOptions,
  MongoAccess,
  MongoAccessArgs,
  MongoConnection,
  MongoServer,
  OperatorNamespace,
  PlacedData,
  ServerNetwork,
} from "../contract";
import { after, placeInClusterData, valueAfter } from "../in-cluster-access";
import { onePort, serverNetwork } from "../network";
import { adminSecretName, createAdminSecret } from "../operator-secrets";
import type { ExternalMongoSettings, MongoSettings } from "../settings";

export interface ExternalMongoArgs extends PinArgs {
  readonly settings: ExternalMongoSettings;
  /** @default - the administrator's login is in the operator namespace already */
  readonly adminPassword?: pulumi.Output<string>;
  readonly operator: OperatorNamespace;
}

/** A MongoDB server that somebody else runs, reached by workflows from inside the cluster. */
export class ExternalMongoServer extends pulumi.ComponentResource implements MongoServer {
  readonly network: ServerNetwork;
  readonly asFound: pulumi.Output<MongoSettings>;
  private readonly settings: ExternalMongoSettings;
  private readonly operator: OperatorNamespace;
  private readonly before: readonly pulumi.Resource[];
  private readonly connection: Readonly<Record<string, string>>;

  constructor(name: string, args: ExternalMongoArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings, operator, adminPassword } = args;
    super("openedx:data:ExternalMongoServer", name, { host: settings.host }, opts);
    this.settings = settings;
    this.asFound = pulumi.output(settings);
    this.operator = operator;
    this.network = serverNetwork([settings.host], [onePort(settings.port)], settings.network);
    const pinned = pin(`${name}-kind`, { kind: settings.kind, access: settings.access }, args);
    const { adminUser: user, caCertificate } = settings;
    const admin = adminPassword && { user, password: adminPassword, caCertificate };
    const below = { parent: this, dependsOn: [pinned] };
    this.before = admin ? [createAdminSecret(name, { operator, admin }, below)] : [pinned];
    this.connection = connectionParameters(name, settings);
    this.registerOutputs({ host: settings.host });
  }

  createDatabases(
    name: string,
    args: MongoAccessArgs,
    opts: AccessOptions,
  ): PlacedData<MongoAccess> {
    const { databases, user, password, owner } = args;
    const [database = "", forumDatabase = "", ...others] = databases;
    if (others.length > 0)
      throw new Error(`${name}: in-cluster access is to two databases at most; ask once for each`);
    const { operator, before, connection, settings } = this;
    const things = { database, "forum-database": forumDatabase, user };
    const placed = placeInClusterData(
      name,
      { operator, before, owner, password, server: "mongodb", connection, things },
      opts,
    );
    const grantAccess = (allData: readonly pulumi.Resource[]): MongoAccess => {
      const run = placed.grantAccess(allData);
      return {
        host: pulumi.output(settings.host),
        connection: connectionOf(settings),
        user: valueAfter(run, user),
        password: valueAfter(run, password),
        databases: after(run, databases),
        granted: [run],
      };
    };
    return { data: placed.data, grantAccess };
  }
}

const connectionOf = ({
  port,
  tls,
  authSource,
  replicaSet,
  caCertificate,
}: ExternalMongoSettings): MongoConnection => ({
  port,
  tls: tls !== "off",
  authSource,
  replicaSet,
  caCertificate,
});

const connectionParameters = (
  server: string,
  { host, port, replicaSet = "", tls, authSource }: ExternalMongoSettings,
) => ({
  host,
  port: String(port),
  "replica-set": replicaSet,
  tls: String(tls !== "off"),
  "auth-source": authSource,
  "admin-secret": adminSecretName(server),
});
