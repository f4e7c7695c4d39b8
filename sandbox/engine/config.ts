import { parse } from "yaml";
import { z } from "zod";
import { firstStackOf } from "../../stacks/shard-reference";
import { isCloudCluster, isCloudMysql, knowsMysqlPassword } from "../../stacks/cloud-kinds";
import { isAnySecretKey } from "../../stacks/schema/secrets";
import type { Servers } from "../contract";
import type { ExternalMongodb } from "./external-mongodb";
import { PROJECT } from "./paths";

/** Configuration of a stack: what may be read by anybody, and what the engine encrypts. */
export interface EffectiveConfig {
  readonly plain: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

const Section = z.record(z.string(), z.unknown()).default({});

/** The `config:` part of a stack file. */
export const StackConfig = z.record(z.string(), z.unknown());
export type StackConfig = z.infer<typeof StackConfig>;

const StackFile = z.looseObject({ config: StackConfig.default({}) });

/** The `config:` part of the text of a stack file that has been checked, see `stacks/`. */
export const readStackConfig = (text: string): StackConfig =>
  StackFile.parse(parse(text, { merge: true })).config;

const PREFIX = `${PROJECT}:`;

/** What the operator may have encrypted with a passphrase of their own; the sandbox has its own secrets. */
const isSecret = (key: string): boolean =>
  key.startsWith(PREFIX) && isAnySecretKey(key.slice(PREFIX.length));

/** What somebody outside of the stack makes: here, the sandbox. */
export interface MadeOutside {
  readonly kubeconfig: string;
  /** Where the settings want a MongoDB server that is not Atlas'. */
  readonly mongodb?: ExternalMongodb;
  /** What an operator would give, by full keys: see `givenKeys` and `madeUpSecrets`. */
  readonly given: Readonly<Record<string, string>>;
}

/**
 * What a stack runs with in the sandbox: the settings as the operator wrote them, pointed at the running servers.
 *
 * The committed file has placeholders where addresses stand, as ports differ from checkout to checkout, and no
 * secrets. What has no address in the settings stays as it is written, as it is simulated: Atlas, Spaces, and a cluster and
 * a MySQL server of a cloud. Of S3 only the region is another one.
 */
export function effectiveConfig(
  config: StackConfig,
  servers: Servers,
  outside: MadeOutside,
): EffectiveConfig {
  const { mysql, objectStorage } = servers;
  const { kind: mysqlKind, existing } = Section.parse(config["openedx:mysql"]);
  const ofCloud = {
    cluster: isCloudCluster(Section.parse(config["openedx:cluster"]).kind),
    mysql: isCloudMysql(mysqlKind),
  };
  const settings = Object.fromEntries(Object.entries(config).filter(([key]) => !isSecret(key)));
  // A shard has servers and secrets of its first stack.
  if (firstStackOf({ cluster: config["openedx:cluster"] }) !== undefined)
    return { plain: settings, secrets: outside.given };
  return {
    plain: {
      ...settings,
      ...(!ofCloud.mysql && { "openedx:mysql": onLoopback(config["openedx:mysql"], mysql) }),
      ...(outside.mongodb && {
        "openedx:mongodb": {
          ...onLoopback(config["openedx:mongodb"], outside.mongodb),
          authSource: "admin",
        },
      }),
      "openedx:storage": storageOf(Section.parse(config["openedx:storage"]), objectStorage),
    },
    secrets: {
      ...(!ofCloud.cluster && { "openedx:kubeconfig": outside.kubeconfig }),
      ...outside.given,
      ...(!knowsMysqlPassword(mysqlKind, existing !== undefined) && {
        "openedx:mysqlAdminPassword": mysql.adminPassword,
      }),
      ...(outside.mongodb && { "openedx:mongodbAdminPassword": outside.mongodb.adminPassword }),
      // Nothing is pulled here, so any credentials will do.
      ...(config["openedx:registry"] !== undefined && {
        "openedx:registryCredentials": Buffer.from("sandbox:sandbox").toString("base64"),
      }),
    },
  };
}

/** Settings of a data server, for one of this machine: there is nobody on the way, and it is one server by itself. */
function onLoopback(
  section: unknown,
  { host, port, adminUser }: Pick<ExternalMongodb, "host" | "port" | "adminUser">,
): Readonly<Record<string, unknown>> {
  // It has an address here, which is all that it has to be reached at.
  const kept = without(Section.parse(section), "caCertificate", "replicaSet", "network");
  return { ...kept, host, port, adminUser, tls: "off" };
}

/** Clouds have no address in the settings: the environment of their providers says where the sandbox's server is. */
function storageOf(
  section: Readonly<Record<string, unknown>>,
  { region, endpoint, iamEndpoint }: Servers["objectStorage"],
): Readonly<Record<string, unknown>> {
  const { kind, access, kmsKeyArn } = section;
  const key = typeof kmsKeyArn === "string" && { kmsKeyArn: inRegion(kmsKeyArn, region) };
  if (kind === "spaces") return section;
  if (kind === "s3") return { ...section, region, ...key };
  return {
    ...without(section, "network"),
    region,
    endpoint,
    ...(access === "iam" && { iamEndpoint }),
  };
}

const without = (
  section: Readonly<Record<string, unknown>>,
  ...settings: readonly string[]
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(section).filter(([key]) => !settings.includes(key)));

const inRegion = (arn: string, region: string): string =>
  arn.replace(/^(arn:[^:]*:kms:)[^:]*/, (_, start: string) => `${start}${region}`);
