/** The secret keys of a stack file. Each stands alone under `openedx:`, encrypted, and is never nested in a setting. */
export const SECRETS = {
  kubeconfig:
    "A kubeconfig, as it is or in base64. Needed where `openedx:cluster.kind` is `existing` and no context is named.",
  mysqlAdminPassword:
    "Password of `openedx:mysql.adminUser`, or of the administrator of a server of RDS that exists. Needed where `openedx:mysql.kind` is `external`, or `rds` with `existing`.",
  mongodbAdminPassword:
    "Password of `openedx:mongodb.adminUser`. Needed where `openedx:mongodb.kind` is `external`.",
  registryCredentials: "Base64 of `user:password`. Needed where `openedx:registry` is set.",
  meilisearchMasterKey:
    "Master key of the shared Meilisearch, which no instance gets. Needed where `openedx:meilisearch.kind` is `shared`.",
  smtpPassword:
    "Password of `openedx:defaults.smtp.user`. Needed where an instance logs in as that and has no password of its own.",
} as const;

export type SecretKey = keyof typeof SECRETS;

export const isSecretKey = (key: string): key is SecretKey => Object.hasOwn(SECRETS, key);

export const SECRET_KEYS: readonly SecretKey[] = Object.keys(SECRETS).filter(isSecretKey);

/**
 * Secrets that instances have. Whose a secret is ends its key: a slug, as in `openedx:storageAccessKey-history`, or a slug
 * and the name of a certificate, as in `openedx:tlsKey-history-main`. No such name has a hyphen.
 */
export const INSTANCE_SECRETS = {
  storageAccessKey: {
    owner: "<slug>",
    meaning: "Id of the instance's storage key. Needed where `openedx:storage.access` is `given`.",
  },
  storageSecretKey: { owner: "<slug>", meaning: "Secret half of that key. Needed with it." },
  smtpPassword: {
    owner: "<slug>",
    meaning:
      "Password of the instance's `smtp.user`. Needed where that, or the server, is not that of `openedx:defaults.smtp`.",
  },
  tlsCertificate: {
    owner: "<slug>-<certificate>",
    meaning:
      "A certificate of the instance in PEM, its own first and then those that it is signed by. Needed for each of its `certificates`.",
  },
  tlsKey: {
    owner: "<slug>-<certificate>",
    meaning: "Private key of that certificate in PEM, without a passphrase. Needed with it.",
  },
} as const;

export type InstanceSecret = keyof typeof INSTANCE_SECRETS;

const isInstanceSecret = (name: string): name is InstanceSecret =>
  Object.hasOwn(INSTANCE_SECRETS, name);

export const INSTANCE_SECRET_NAMES: readonly InstanceSecret[] =
  Object.keys(INSTANCE_SECRETS).filter(isInstanceSecret);

/** Any of the secret keys, without the prefix. */
export type AnySecretKey = SecretKey | `${InstanceSecret}-${string}`;

export const instanceSecretKey = (secret: InstanceSecret, owner: string): AnySecretKey =>
  `${secret}-${owner}`;

/** Whose certificate it is, as it ends the keys of its two secrets. */
export const certificateOwner = (slug: string, name: string): string => `${slug}-${name}`;

/** What the key of an instance's secret says; undefined for any other key. */
export function parseInstanceSecretKey(
  key: string,
): { readonly secret: InstanceSecret; readonly owner: string } | undefined {
  const secret = INSTANCE_SECRET_NAMES.find((name) => key.startsWith(`${name}-`));
  return secret && { secret, owner: key.slice(secret.length + 1) };
}

export const isAnySecretKey = (key: string): key is AnySecretKey =>
  isSecretKey(key) || parseInstanceSecretKey(key) !== undefined;

/** All of them, as messages name them. */
export const SECRET_FORMS: readonly string[] = [
  ...SECRET_KEYS,
  ...INSTANCE_SECRET_NAMES.map((name) => instanceSecretKey(name, INSTANCE_SECRETS[name].owner)),
];

/** Secrets of several lines, which Pulumi takes from a file: by the file that the command names. */
const FILES: Readonly<Partial<Record<string, string>>> = {
  kubeconfig: "kubeconfig.yaml",
  tlsCertificate: "certificate.pem",
  tlsKey: "key.pem",
};

/** The command that sets a secret; Pulumi asks for the value, so that it is not in the shell's history. */
export function setSecret(stack: string, key: AnySecretKey): string {
  const file = FILES[parseInstanceSecretKey(key)?.secret ?? key];
  const command = `pulumi config set --stack ${stack} --secret openedx:${key}`;
  return file === undefined ? command : `${command} < ${file}`;
}

export const removeSecret = (stack: string, key: AnySecretKey): string =>
  `pulumi config rm --stack ${stack} openedx:${key}`;
