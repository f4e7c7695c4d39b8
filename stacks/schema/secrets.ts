/** The secret keys of a stack file. Each stands alone under `openedx:`, encrypted, and is never nested in a setting. */
export const SECRETS = {
  kubeconfig:
    "A kubeconfig, as it is or in base64. Needed unless `openedx:cluster` names a context.",
  mysqlAdminPassword: "Password of `openedx:mysql.adminUser`. Always needed.",
  mongodbAdminPassword:
    "Password of `openedx:mongodb.adminUser`. Needed where `openedx:mongodb.kind` is `external`.",
  registryCredentials: "Base64 of `user:password`. Needed where `openedx:registry` is set.",
  smtpPassword: "Password of the mail server. Without it mail is sent without logging in.",
} as const;

export type SecretKey = keyof typeof SECRETS;

export const isSecretKey = (key: string): key is SecretKey => Object.hasOwn(SECRETS, key);

export const SECRET_KEYS: readonly SecretKey[] = Object.keys(SECRETS).filter(isSecretKey);

/** Secrets that each instance has one of. The slug stands in the key, as in `openedx:storageAccessKey-history`. */
export const INSTANCE_SECRETS = {
  storageAccessKey:
    "Id of the instance's storage key. Needed where `openedx:storage.access` is `given`.",
  storageSecretKey: "Secret half of that key. Needed with it.",
} as const;

export type InstanceSecret = keyof typeof INSTANCE_SECRETS;

export const INSTANCE_SECRET_NAMES: readonly InstanceSecret[] = [
  "storageAccessKey",
  "storageSecretKey",
];

/** Any of the secret keys, without the prefix. */
export type AnySecretKey = SecretKey | `${InstanceSecret}-${string}`;

export const instanceSecretKey = (secret: InstanceSecret, slug: string): AnySecretKey =>
  `${secret}-${slug}`;

/** The slug in the key of an instance's secret; undefined for any other key. */
export const slugInSecretKey = (key: string): string | undefined =>
  INSTANCE_SECRET_NAMES.filter((name) => key.startsWith(`${name}-`)).map((name) =>
    key.slice(name.length + 1),
  )[0];

export const isAnySecretKey = (key: string): key is AnySecretKey =>
  isSecretKey(key) || slugInSecretKey(key) !== undefined;

/** All of them, as messages name them. */
export const SECRET_FORMS: readonly string[] = [
  ...SECRET_KEYS,
  ...INSTANCE_SECRET_NAMES.map((name) => instanceSecretKey(name, "<slug>")),
];

/** The command that sets a secret; Pulumi asks for the value, so that it is not in the shell's history. */
export const setSecret = (stack: string, key: AnySecretKey): string =>
  `pulumi config set --stack ${stack} --secret openedx:${key}${key === "kubeconfig" ? " < kubeconfig.yaml" : ""}`;
