import type { Problem } from "../problems";
import {
  type AnySecretKey,
  INSTANCE_SECRET_NAMES,
  type InstanceSecret,
  instanceSecretKey,
  parseInstanceSecretKey,
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
  /** The secrets that are set. */
  readonly secrets: ReadonlyMap<AnySecretKey, Secrecy>;
  readonly contextGiven: boolean;
  /** What stands as the kind of the two sections; undefined where nothing does. */
  readonly clusterKind: unknown;
  readonly mysqlKind: unknown;
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
  const { stack, secrets, contextGiven, registryGiven } = given;
  const plain = [...secrets]
    .filter(([, secrecy]) => secrecy === "plain")
    .map(([key]) => ({
      path: [key],
      problem: "stands in plain text in the stack file",
      fix:
        "Remove the line; if the file was ever shared, change the secret where it is used. " +
        `Then run: ${setSecret(stack, key)}`,
    }));
  const unused: Problem[] = [];
  if (makesCluster(given) && secrets.has("kubeconfig"))
    unused.push({
      path: ["kubeconfig"],
      problem: `is set, but openedx:cluster.kind is ${String(given.clusterKind)}`,
      fix: `Run: pulumi config rm --stack ${stack} openedx:kubeconfig`,
    });
  if (makesMysql(given) && secrets.has("mysqlAdminPassword"))
    unused.push({
      path: ["mysqlAdminPassword"],
      problem: `is set, but openedx:mysql.kind is ${String(given.mysqlKind)}`,
      fix: `Run: pulumi config rm --stack ${stack} openedx:mysqlAdminPassword`,
    });
  if (contextGiven && secrets.has("kubeconfig"))
    unused.push({
      path: ["kubeconfig"],
      problem: "is set, and openedx:cluster.context is too",
      fix: `Remove the context, or run: pulumi config rm --stack ${stack} openedx:kubeconfig`,
    });
  if (!registryGiven && secrets.has("registryCredentials"))
    unused.push({
      path: ["registryCredentials"],
      problem: "is set, but openedx:registry is not",
      fix: `Write openedx:registry, or run: pulumi config rm --stack ${stack} openedx:registryCredentials`,
    });
  if (!given.mongodbIsExternal && secrets.has("mongodbAdminPassword"))
    unused.push({
      path: ["mongodbAdminPassword"],
      problem: "is set, but openedx:mongodb.kind is not external",
      fix: `Run: pulumi config rm --stack ${stack} openedx:mongodbAdminPassword`,
    });
  if (!given.meilisearchIsShared && secrets.has("meilisearchMasterKey"))
    unused.push({
      path: ["meilisearchMasterKey"],
      problem: "is set, but openedx:meilisearch.kind is not shared",
      fix: `Run: pulumi config rm --stack ${stack} openedx:meilisearchMasterKey`,
    });
  if (given.sharingMailLogin?.length === 0 && secrets.has("smtpPassword"))
    unused.push({
      path: ["smtpPassword"],
      problem: "is set, but no instance logs in to the mail server of openedx:defaults.smtp",
      fix: `Write its host and user there, or run: pulumi config rm --stack ${stack} openedx:smtpPassword`,
    });
  return [...plain, ...unused, ...unusedInstanceSecrets(given)];
}

/** Whether the stack makes the cluster, and so knows how it is reached. */
const makesCluster = ({ clusterKind }: SecretsContext): boolean => clusterKind === "aws";

/** Whether the stack makes the server, and so its administrator's password. */
const makesMysql = ({ mysqlKind }: SecretsContext): boolean => mysqlKind === "rds";

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
        fix: `Run: pulumi config rm --stack ${stack} openedx:${key}`,
      },
    ];
  });

/** Secrets that the program will ask for. */
export function missingSecrets(given: SecretsContext): Problem[] {
  const { secrets, owners, sharingMailLogin: sharing = [] } = given;
  const needed: Record<SecretKey, boolean> = {
    kubeconfig: !given.contextGiven && !makesCluster(given),
    mysqlAdminPassword: !makesMysql(given),
    mongodbAdminPassword: given.mongodbIsExternal,
    registryCredentials: given.registryGiven,
    meilisearchMasterKey: given.meilisearchIsShared,
    smtpPassword: sharing.some((slug) => !secrets.has(instanceSecretKey("smtpPassword", slug))),
  };
  const keys = [
    ...SECRET_KEYS.filter((key) => needed[key]),
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
