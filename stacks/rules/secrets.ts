import { isCloudCluster, knowsMysqlPassword } from "../cloud-kinds";
import type { Problem } from "../problems";
import {
  type AnySecretKey,
  INSTANCE_SECRET_NAMES,
  type InstanceSecret,
  instanceSecretKey,
  parseInstanceSecretKey,
  removeSecret,
  SECRET_KEYS,
  type SecretKey,
  setSecret,
} from "../schema/secrets";

/** How a secret stands in the configuration. */
export type Secrecy = "encrypted" | "plain";

/**
 * Who has a secret of each kind, as it ends the key; undefined where the settings have a mistake and do not tell.
 */
export type SecretOwners = Readonly<Record<InstanceSecret, readonly string[] | undefined>>;

export interface SecretsContext {
  readonly stack: string;
  /** Whether the stack is a shard, which has the secrets of its first stack, but for those of its own instances. */
  readonly isShard: boolean;
  /** Whether other stacks have instances that may use the secrets of this one. */
  readonly hasShards: boolean;
  /** The secrets that are set. */
  readonly secrets: ReadonlyMap<AnySecretKey, Secrecy>;
  readonly contextGiven: boolean;
  /** What stands as the kind of the two sections; undefined where nothing does. */
  readonly clusterKind: unknown;
  readonly mysqlKind: unknown;
  /** Whether the MySQL server is there already. */
  readonly mysqlExists: boolean;
  readonly registryGiven: boolean;
  /** Whether the MongoDB server has an administrator whom workflows log in as. */
  readonly mongodbIsExternal: boolean;
  readonly meilisearchIsShared: boolean;
  readonly owners: SecretOwners;
  /** Slugs of the instances that log in to the mail server of the defaults; undefined where that cannot be told. */
  readonly sharingMailLogin?: readonly string[];
}

/** Secrets that are readable in the stack file, or that nothing uses. */
export function secretProblems(given: SecretsContext): Problem[] {
  const { stack, secrets } = given;
  const plain = [...secrets]
    .filter(([, secrecy]) => secrecy === "plain")
    .map(([key]) => ({
      path: [key],
      problem: "stands in plain text in the stack file",
      fix:
        "Remove the line; if the file was ever shared, change the secret where it is used. " +
        `Then run: ${setSecret(stack, key)}`,
    }));
  return [...plain, ...unusedSecrets(given), ...unusedInstanceSecrets(given)];
}

/** A secret of the stack that nothing would use. */
interface Unused {
  readonly secret: SecretKey;
  /** Whether nothing does. */
  readonly holds: boolean;
  /** Completes "it is set, ...". */
  readonly why: string;
  /** What else would be right than to remove the secret. @default - nothing */
  readonly instead?: string;
}

const unusedSecrets = (given: SecretsContext): Problem[] =>
  (given.isShard ? [] : whereUnused(given))
    .filter(({ secret, holds }) => holds && given.secrets.has(secret))
    .map(({ secret, why, instead }) => ({
      path: [secret],
      problem: `is set, ${why}`,
      fix: `${instead === undefined ? "Run" : `${instead}, or run`}: ${removeSecret(given.stack, secret)}`,
    }));

const whereUnused = (given: SecretsContext): readonly Unused[] => [
  {
    secret: "kubeconfig",
    holds: isCloudCluster(given.clusterKind),
    why: `but openedx:cluster.kind is ${String(given.clusterKind)}`,
  },
  {
    secret: "mysqlAdminPassword",
    holds: knowsMysqlPassword(given.mysqlKind, given.mysqlExists),
    why: `but openedx:mysql.kind is ${String(given.mysqlKind)}`,
  },
  {
    secret: "kubeconfig",
    holds: given.contextGiven,
    why: "and openedx:cluster.context is too",
    instead: "Remove the context",
  },
  {
    secret: "registryCredentials",
    holds: !given.registryGiven,
    why: "but openedx:registry is not",
    instead: "Write openedx:registry",
  },
  {
    secret: "mongodbAdminPassword",
    holds: !given.mongodbIsExternal,
    why: "but openedx:mongodb.kind is not external",
  },
  {
    secret: "meilisearchMasterKey",
    holds: !given.meilisearchIsShared,
    why: "but openedx:meilisearch.kind is not shared",
  },
  {
    secret: "smtpPassword",
    holds: given.sharingMailLogin?.length === 0 && !given.hasShards,
    why: "but no instance logs in to the mail server of openedx:defaults.smtp",
    instead: "Write its host and user there",
  },
];

/** What is said of a secret that nobody has. */
const UNUSED: Readonly<Record<InstanceSecret, (owner: string) => string>> = {
  storageAccessKey: (slug) => `there is no instance "${slug}" whose storage key you give`,
  storageSecretKey: (slug) => `there is no instance "${slug}" whose storage key you give`,
  smtpPassword: (slug) => `there is no instance "${slug}" that logs in to a mail server`,
  tlsCertificate: (owner) => `no instance has a certificate that makes "${owner}" of both names`,
  tlsKey: (owner) => `no instance has a certificate that makes "${owner}" of both names`,
};

const unusedInstanceSecrets = ({ stack, secrets, owners }: SecretsContext): Problem[] =>
  [...secrets.keys()].flatMap((key): Problem[] => {
    const { secret, owner } = parseInstanceSecretKey(key) ?? {};
    if (secret === undefined || owner === undefined) return [];
    if (owners[secret]?.includes(owner) !== false) return [];
    return [
      {
        path: [key],
        problem: `is set, but ${UNUSED[secret](owner)}`,
        fix: `Run: ${removeSecret(stack, key)}`,
      },
    ];
  });

/** Secrets that the program will ask for. */
export function missingSecrets(given: SecretsContext): Problem[] {
  const { secrets, owners, sharingMailLogin: sharing = [] } = given;
  const needed: Record<SecretKey, boolean> = {
    kubeconfig: !given.contextGiven && !isCloudCluster(given.clusterKind),
    mysqlAdminPassword: !knowsMysqlPassword(given.mysqlKind, given.mysqlExists),
    mongodbAdminPassword: given.mongodbIsExternal,
    registryCredentials: given.registryGiven,
    meilisearchMasterKey: given.meilisearchIsShared,
    smtpPassword: sharing.some((slug) => !secrets.has(instanceSecretKey("smtpPassword", slug))),
  };
  const keys = [
    ...SECRET_KEYS.filter((key) => needed[key] && !given.isShard),
    ...INSTANCE_SECRET_NAMES.flatMap((secret) =>
      (owners[secret] ?? [])
        .filter((owner) => secret !== "smtpPassword" || !sharing.includes(owner))
        .map((owner) => instanceSecretKey(secret, owner)),
    ),
  ];
  return keys
    .filter((key) => !secrets.has(key))
    .map((key) => ({
      path: [key],
      problem: "is missing",
      fix: `Run: ${setSecret(given.stack, key)}`,
    }));
}
