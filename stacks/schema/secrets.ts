/** The secret keys of a stack file. Each stands alone under `openedx:`, encrypted, and is never nested in a setting. */
export const SECRETS = {
  kubeconfig:
    "A kubeconfig, as it is or in base64. Needed unless `openedx:cluster` names a context.",
  mysqlAdminPassword: "Password of `openedx:mysql.adminUser`. Always needed.",
  registryCredentials: "Base64 of `user:password`. Needed where `openedx:registry` is set.",
  smtpPassword: "Password of the mail server. Without it mail is sent without logging in.",
} as const;

export type SecretKey = keyof typeof SECRETS;

export const isSecretKey = (key: string): key is SecretKey => Object.hasOwn(SECRETS, key);

export const SECRET_KEYS: readonly SecretKey[] = Object.keys(SECRETS).filter(isSecretKey);

/** The command that sets a secret; Pulumi asks for the value, so that it is not in the shell's history. */
export const setSecret = (stack: string, key: SecretKey): string =>
  `pulumi config set --stack ${stack} --secret openedx:${key}${key === "kubeconfig" ? " < kubeconfig.yaml" : ""}`;
